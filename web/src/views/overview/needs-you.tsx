import { Link } from "wouter";
import type { TaskSummary } from "../../api/types.ts";
import { useNow } from "../../api/use-now.ts";
import { many } from "../../text/words.ts";
import { Section } from "../../ui/parts.tsx";
import { tasksAt, WAITING } from "../../app/addresses.ts";
import { waitingOf } from "./standing.ts";
import { TaskLine } from "./task-line.tsx";

const SHOWN = 5;

/** Open tasks in which a person is asked, the worst first. `more`: there are more than are given. */
export const NeedsYou = ({ waiting, more }: { waiting: readonly TaskSummary[]; more: boolean }) => {
  const { tasks, snoozed } = waitingOf(waiting, useNow());
  if (tasks.length + snoozed === 0) return null;
  const all = tasksAt({ state: "open", status: WAITING });
  return (
    <Section
      title="Needs you"
      id="needs-you"
      side={
        <Link href={all}>{tasks.length > SHOWN ? `All ${tasks.length}${more ? "+" : ""}` : "As a list"}</Link>
      }
    >
      {tasks.length === 0 ? null : (
        <ul className="lines">
          {tasks.slice(0, SHOWN).map((task) => (
            <TaskLine key={task.id} task={task} />
          ))}
        </ul>
      )}
      {snoozed === 0 ? null : (
        <p className="soft small">{many(snoozed, "more task is", "more tasks are")} snoozed.</p>
      )}
    </Section>
  );
};
