import { now } from "../../api/clock.ts";
import type { TaskSummary } from "../../api/types.ts";
import { snoozeEnds } from "../../text/snooze.ts";
import { exactTime, many } from "../../text/words.ts";
import { Ask } from "../../ui/ask.tsx";
import { Dialog } from "../../ui/dialog.tsx";
import { fits, nameOf, type Order } from "./care.ts";

export type Asking = "snooze" | "assign" | "resolve" | "retry";

/** What an order still has to be told, before it is given. */
export const AskOrder = ({
  asking,
  tasks,
  me,
  onClose,
  onOrder,
}: {
  asking: Asking;
  tasks: readonly TaskSummary[];
  me: string;
  onClose: () => void;
  onOrder: (order: Order) => void;
}) => {
  const able = tasks.filter((task) => fits(asking, task));
  const what = nameOf(able);
  switch (asking) {
    case "snooze":
      return (
        <Dialog title={`Snooze ${what}`} onClose={onClose}>
          <p className="soft">Nobody is reminded before. Gradus goes on with its work.</p>
          <div className="tasks-choices">
            {snoozeEnds(now()).map(([word, until]) => (
              <button key={word} title={exactTime(until)} onClick={() => onOrder({ verb: "snooze", until })}>
                {word}
              </button>
            ))}
          </div>
        </Dialog>
      );
    case "assign":
      return (
        <Ask
          title={`Assign ${what}`}
          verb="Assign"
          words={{ label: "To somebody else", needed: true, line: true, hint: "The name they sign in with." }}
          onClose={onClose}
          onSay={(name) => onOrder({ verb: "assign", assignee: `human:${name.replace(/^human:/, "")}` })}
        >
          <div className="actions">
            <button type="button" onClick={() => onOrder({ verb: "assign", assignee: me })}>
              To me
            </button>
            <button type="button" onClick={() => onOrder({ verb: "unassign" })}>
              To nobody
            </button>
          </div>
        </Ask>
      );
    case "resolve":
    case "retry":
      return (
        <Ask
          title={asking === "resolve" ? `Resolve ${what}` : `Give ${what} back to Gradus`}
          verb={asking === "resolve" ? "Resolve" : "Give back"}
          words={
            asking === "resolve"
              ? { label: "What was done", needed: true, hint: "It is kept with each task." }
              : { label: "What Gradus should know", needed: false }
          }
          onClose={onClose}
          onSay={(notes) => onOrder({ verb: asking, notes })}
        >
          <p className="soft">
            {asking === "resolve"
              ? "The fault is dealt with, and the task is closed."
              : "Gradus looks again, from the first phase on."}{" "}
            There are 8 seconds to take it back.
            {able.length < tasks.length
              ? ` ${many(tasks.length - able.length, "selected task asks", "selected tasks ask")} nobody for anything, and are left as they are.`
              : ""}
          </p>
        </Ask>
      );
    default:
      return asking satisfies never;
  }
};
