import { useQuery } from "@tanstack/react-query";
import { Link } from "wouter";
import { useQueries } from "../../api/use-api.ts";
import type { Stats, TaskSummary } from "../../api/types.ts";
import { phaseWord, severityMarks } from "../../text/words.ts";
import { Loaded } from "../../ui/loaded.tsx";
import { Mark } from "../../ui/mark.tsx";
import { Empty, Section } from "../../ui/parts.tsx";
import { BOTH, tasksAt } from "../../app/addresses.ts";
import { cellsOf, phases, severities, workedOn } from "./matrix.ts";
import { TaskLine } from "./task-line.tsx";

const READ = 500;
const SHOWN = 5;

/** What is open, by severity and phase, and what Gradus works on. Sums are of all; cells of the newest that are read. */
export const OpenTasks = ({ stats }: { stats: Stats | undefined }) => (
  <Loaded query={useQuery(useQueries().newest("open", READ))}>
    {({ tasks, cursor }) => <Open tasks={tasks} more={cursor !== undefined} stats={stats} />}
  </Loaded>
);

const Open = ({
  tasks,
  more,
  stats,
}: {
  tasks: readonly TaskSummary[];
  more: boolean;
  stats: Stats | undefined;
}) => {
  if (tasks.length === 0)
    return (
      <Section title="Open tasks" id="open">
        <Empty>No task is open.</Empty>
      </Section>
    );
  const cells = cellsOf(tasks);
  const working = workedOn(tasks);
  return (
    <Section title="Open tasks" id="open" side={<Link href={tasksAt({ state: "open" })}>As a list</Link>}>
      <div className="split open-split">
        <div className="scroll">
          <table className="matrix">
            <thead>
              <tr>
                <th scope="col">Severity</th>
                {phases.map((phase) => (
                  <th key={phase} scope="col">
                    {phase} <span className="matrix-word">{phaseWord(phase)}</span>
                  </th>
                ))}
                <th scope="col">all</th>
              </tr>
            </thead>
            <tbody>
              {severities.map((severity, row) => (
                <tr key={severity}>
                  <th scope="row">
                    <Mark is={severityMarks[severity]} />
                  </th>
                  {phases.map((phase, column) => (
                    <Number
                      key={phase}
                      n={cells[row]?.[column] ?? 0}
                      href={tasksAt({ state: "open", severity, phase, snoozed: BOTH })}
                    />
                  ))}
                  <Number
                    n={(more ? stats?.openBySeverity[severity] : undefined) ?? sum(cells[row])}
                    href={tasksAt({ state: "open", severity, snoozed: BOTH })}
                  />
                </tr>
              ))}
            </tbody>
          </table>
          {more ? (
            <p className="soft small matrix-note">
              By phase: the newest {READ} of {stats?.open}
              {stats?.openMore ? "+" : ""}
              {stats && stats.window.open < stats.open
                ? `; by severity: the newest ${stats.window.open}`
                : ""}
              .
            </p>
          ) : null}
        </div>
        {working.length === 0 ? (
          <p className="soft">All of them wait for people.</p>
        ) : (
          <div>
            <ul className="lines">
              {working.slice(0, SHOWN).map((task) => (
                <TaskLine key={task.id} task={task} />
              ))}
            </ul>
            {working.length > SHOWN ? (
              <Link className="small" href={tasksAt({ state: "open", status: "working" })}>
                Everything that Gradus works on
              </Link>
            ) : null}
          </div>
        )}
      </div>
    </Section>
  );
};

const sum = (row: readonly number[] = []): number => row.reduce((all, n) => all + n, 0);

const Number = ({ n, href }: { n: number; href: string }) => (
  <td className="num">{n === 0 ? <span className="soft">0</span> : <Link href={href}>{n}</Link>}</td>
);
