import type { Task } from "../../api/types.ts";
import { useNow } from "../../api/use-now.ts";
import { useWho } from "../../api/use-who.ts";
import { useKeys } from "../../app/keys.tsx";
import { isSnoozed, snoozeEnds } from "../../text/snooze.ts";
import { Menu } from "../../ui/menu.tsx";
import { useToasts } from "../../ui/toasts.tsx";
import { useCare } from "./use-care.ts";
import { focusWords } from "./words.tsx";

/** Seen, later, mine: what people do with an open task. */
export const Care = ({ task }: { task: Pick<Task, "id" | "care"> }) => {
  const { id, care: kept = {} } = task;
  const { care, busy } = useCare(id);
  const { actor, may } = useWho();
  const { say } = useToasts();
  const now = useNow();
  const off = busy || !may("operator");
  const why = may("operator") ? {} : { title: "This needs the role operator" };
  const sleeps = isSnoozed(task, now);
  const isMine = kept.assignee === actor;
  const [[, inAnHour]] = snoozeEnds(now) as [readonly [string, number]];
  const allowed = (run: () => unknown) => () => {
    if (!off) run();
  };
  useKeys([
    // A colleague may have been quicker: a key never takes back what it is there to do.
    {
      keys: "a",
      says: "Acknowledge this task",
      do: allowed(() => care({ verb: "acknowledge" })),
    },
    {
      keys: "s",
      says: "Snooze this task for an hour",
      do: allowed(() =>
        sleeps ? say("It is snoozed already.", "wait") : care({ verb: "snooze", until: inAnHour }),
      ),
    },
    { keys: "r", says: "Write what was done", do: focusWords },
  ]);
  return (
    <div className="actions">
      <button
        className="slim"
        disabled={off}
        onClick={() => care({ verb: kept.acknowledged ? "unacknowledge" : "acknowledge" })}
        {...why}
      >
        {kept.acknowledged ? "Unacknowledge" : "Acknowledge"}
      </button>
      {sleeps ? (
        <button className="slim" disabled={off} onClick={() => care({ verb: "unsnooze" })} {...why}>
          End the snooze
        </button>
      ) : (
        <Menu
          label="Snooze"
          slim
          disabled={off}
          items={snoozeEnds(now).map(([word, until]) => ({
            kind: "do",
            word,
            do: () => care({ verb: "snooze", until }),
          }))}
        />
      )}
      <button
        className="slim"
        disabled={off}
        onClick={() => care({ verb: isMine ? "unassign" : "assign" })}
        {...why}
      >
        {isMine ? "No longer mine" : "Assign to me"}
      </button>
    </div>
  );
};
