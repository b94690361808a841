import { Link } from "wouter";
import type { TaskSummary } from "../../api/types.ts";
import { person, phaseWord, resultMarks, severityMarks, statusMarks } from "../../text/words.ts";
import { Mark } from "../../ui/mark.tsx";
import { Said } from "../../ui/said.tsx";
import { When } from "../../ui/when.tsx";
import { targetAt, taskAt } from "../../app/addresses.ts";

/** A task in a line: how bad, what, where, how it stands, since when, and who has it. */
export const TaskLine = ({ task }: { task: TaskSummary }) => {
  const { care } = task;
  const who = care?.assignee ?? care?.acknowledged?.by;
  return (
    <li className="task-line">
      <Mark is={severityMarks[task.severity]} />
      <span className="task-line-what">
        <Link href={taskAt(task.id)}>
          <Said text={task.title} max={200} />
        </Link>{" "}
        <span className="soft small">
          {task.title.includes(task.target) ? null : (
            <>
              on <Link href={targetAt(task.target)}>{task.target}</Link>,{" "}
            </>
          )}
          {doneFor(task)}
          {who === undefined ? null : (
            <>
              {care?.assignee === undefined ? ", seen by " : ", with "}
              <Said text={person(who)} max={60} />
            </>
          )}
        </span>
      </span>
      <Mark is={statusMarks[task.status]} />
      <span className="soft small">
        <When at={task.openedAt} />
      </span>
    </li>
  );
};

/** What Gradus is doing, or what the last thing was that it did before a person was asked. */
const doneFor = ({ status, phase, lastAction }: TaskSummary): string => {
  if (status === "working") return phaseWord(phase);
  return lastAction ? `${lastAction.runbook}: ${resultMarks[lastAction.result].word}` : "nothing was tried";
};
