import type { ReactNode } from "react";
import { Link } from "wouter";
import type { TaskDetail } from "../../api/types.ts";
import { duration, person, phaseWord, severityMarks, spaced, statusMarks } from "../../text/words.ts";
import { Mark } from "../../ui/mark.tsx";
import { Fact } from "../../ui/parts.tsx";
import { Exact, Said } from "../../ui/said.tsx";
import { At, When } from "../../ui/when.tsx";

export const To = ({ place, id }: { place: "tasks" | "targets"; id: string }) => (
  <Link href={`/${place}/${encodeURIComponent(id)}`}>{id}</Link>
);

/** What else is known of the task, at a glance. What is not known is left out. */
export const Facts = ({ task }: { task: TaskDetail["task"] }) => {
  const { attempts, related, relapseOf, suppressedBy, closedAt } = task;
  const { acknowledged, assignee, snoozed } = task.care ?? {};
  const fix = attempts.findLast(({ result }) => result === "fixed" || result === "not_held");
  const facts: Array<readonly [name: string, says: ReactNode]> = [
    ["Status", <Mark is={statusMarks[task.status]} />],
    ["Severity", <Mark is={severityMarks[task.severity]} />],
    ["Phase", `${task.phase}, ${phaseWord(task.phase)}`],
    ["Target", <To place="targets" id={task.target} />],
    ["Software", task.software],
    ["Symptom", spaced(task.symptom)],
    ["Seen by", `the ${task.source} detector`],
    ["First seen", <When at={task.firstSeenAt} />],
    ["Opened", <At at={task.openedAt} />],
    ["Took", closedAt && duration(closedAt - task.firstSeenAt)],
    ["Attempts", attempts.length],
    ["Fix", fix && `${fix.action.runbook}, proposed by ${fix.proposedBy}`],
    ["Assigned to", assignee && person(assignee)],
    [
      "Acknowledged",
      acknowledged && [`by ${person(acknowledged.by)} `, <When key="" at={acknowledged.at} />],
    ],
    ["Snoozed until", snoozed && <At at={snoozed.until} />],
    ["Came back after", relapseOf && <To place="tasks" id={relapseOf} />],
    ["Caused by", suppressedBy && <To place="targets" id={suppressedBy} />],
    [
      "Also seen on it",
      related.length > 0 &&
        related.map(({ symptom, key, at, summary }) => (
          <p key={`${symptom} ${key ?? ""}`}>
            <At at={at} /> <Said text={summary} max={300} />
          </p>
        )),
    ],
    ["Task, and its execution", <Exact text={task.id} />],
    ["Fingerprint", <Exact text={task.fingerprint} />],
    ["Seen before", task.generation > 1 && `${task.generation - 1}×`],
  ];
  return (
    <dl className="facts tv-facts">
      {facts.map(([name, says]) =>
        says === undefined || says === false ? null : (
          <Fact key={name} name={name}>
            {says}
          </Fact>
        ),
      )}
    </dl>
  );
};
