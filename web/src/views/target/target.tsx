import "./target.css";
import { useQuery } from "@tanstack/react-query";
import { Link } from "wouter";
import { useQueries } from "../../api/use-api.ts";
import type { TargetDetail } from "../../api/types.ts";
import { useTitle } from "../../app/badge.ts";
import { person, stateMarks } from "../../text/words.ts";
import { Loaded } from "../../ui/loaded.tsx";
import { Empty, Lead, Note, Section } from "../../ui/parts.tsx";
import { Said } from "../../ui/said.tsx";
import { When } from "../../ui/when.tsx";
import { tasksAt } from "../../app/addresses.ts";
import { stateWords } from "../overview/fleet.ts";
import { TaskLine } from "../overview/task-line.tsx";
import { Allows } from "./allows.tsx";
import { Baseline } from "./baseline.tsx";
import { Checks } from "./checks.tsx";
import { Drift } from "./drift.tsx";
import { Metrics } from "./metrics.tsx";
import { Relies } from "./relies.tsx";
import { Switch } from "./switch.tsx";

/** One target: how it is, how it went, what differs, and what Gradus may do with it. */
const Target = ({ id }: { id: string }) => {
  useTitle(id);
  return (
    <Loaded query={useQuery(useQueries().target(id))}>
      {(detail) => (
        <>
          <First detail={detail} />
          <Tasks detail={detail} />
          <Metrics series={detail.series} />
          <Drift detail={detail} />
          <Relies detail={detail} />
          <Allows detail={detail} />
          <Baseline detail={detail} />
          <Checks detail={detail} />
        </>
      )}
    </Loaded>
  );
};
export default Target;

const First = ({ detail: { target } }: { detail: TargetDetail }) => {
  // Only its own pause: of one of Gradus as a whole the banner of the page tells, with the way out of it.
  const { data: { pausedTargets } = {} } = useQuery(useQueries().settings());
  const paused =
    pausedTargets && Object.hasOwn(pausedTargets, target.id) ? pausedTargets[target.id] : undefined;
  const { tone, icon } = stateMarks[target.state];
  const facts = [target.software, target.version, target.pid === undefined ? "" : `process ${target.pid}`];
  return (
    <>
      <Lead
        tone={target.unseen ? "bad" : tone}
        icon={icon}
        title={`${target.id} is ${stateWords(target)}`}
        side={<Switch target={target.id} paused={paused !== undefined} />}
      >
        {target.symptoms.length === 0 ? null : (
          <ul className="signs">
            {target.symptoms.map(({ symptom, summary }) => (
              <li key={`${symptom} ${summary}`}>
                <Said text={summary} max={400} />
              </li>
            ))}
          </ul>
        )}
        {target.degraded.map((what) => (
          <p key={what}>
            Not all can be seen: <Said text={what} max={400} />
          </p>
        ))}
        <p>
          {target.checkedAt === undefined ? (
            "Not checked yet"
          ) : (
            <>
              Last check <When at={target.checkedAt} />
            </>
          )}
          {" · "}
          <Said text={facts.filter(Boolean).join(" · ")} max={200} />
          {target.owner === undefined ? null : (
            <>
              {" · owner "}
              <Said text={target.owner} max={100} />
            </>
          )}
        </p>
      </Lead>
      {paused ? (
        <div className="paused">
          <Note tone="wait">
            <strong>Gradus is paused here: it watches, and does nothing.</strong> Paused by{" "}
            {person(paused.by)} <When at={paused.at} />: <Said text={paused.reason} />
          </Note>
        </div>
      ) : null}
    </>
  );
};

const Tasks = ({ detail: { target, tasks } }: { detail: TargetDetail }) => (
  <Section
    title="Its newest tasks"
    id="tasks"
    side={<Link href={tasksAt({ state: "all", target: target.id })}>All of them</Link>}
  >
    {tasks.length === 0 ? (
      <Empty>Nothing has ever been wrong with it.</Empty>
    ) : (
      <ul className="lines">
        {tasks.slice(0, SHOWN).map((task) => (
          <TaskLine key={task.id} task={task} />
        ))}
      </ul>
    )}
  </Section>
);
const SHOWN = 5;
