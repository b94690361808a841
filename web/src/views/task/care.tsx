import type { Task } from "../../api/types.ts";
import { useNow } from "../../api/use-now.ts";
import { useWho } from "../../api/use-who.ts";
import { useKeys } from "../../app/keys.tsx";
import { Menu } from "../../ui/menu.tsx";
import { snoozes } from "./snooze.ts";
import { useCare } from "./use-care.ts";
import { focusWords } from "./words.tsx";

/** Seen, later, mine: what people do with an open task. */
export const Care = ({ task: { id, care: kept = {} } }: { task: Pick<Task, "id" | "care"> }) => {
  const { care, busy } = useCare(id);
  const { actor, may } = useWho();
  const now = useNow();
  const off = busy || !may("operator");
  const why = may("operator") ? {} : { title: "This needs the role operator" };
  const isSnoozed = (kept.snoozed?.until ?? 0) > now;
  const isMine = kept.assignee === actor;
  const acknowledge = () => care({ verb: kept.acknowledged ? "unacknowledge" : "acknowledge" });
  const [[, inAnHour]] = snoozes(now) as [readonly [string, number]];
  const allowed = (run: () => void) => () => {
    if (!off) run();
  };
  useKeys([
    { keys: "a", says: "Acknowledge this task", do: allowed(acknowledge) },
    {
      keys: "s",
      says: "Snooze this task for an hour, or end the snooze",
      do: allowed(() => care(isSnoozed ? { verb: "unsnooze" } : { verb: "snooze", until: inAnHour })),
    },
    { keys: "r", says: "Write what was done", do: focusWords },
  ]);
  return (
    <div className="actions">
      <button className="slim" disabled={off} onClick={acknowledge} {...why}>
        {kept.acknowledged ? "Unacknowledge" : "Acknowledge"}
      </button>
      {isSnoozed ? (
        <button className="slim" disabled={off} onClick={() => care({ verb: "unsnooze" })} {...why}>
          End the snooze
        </button>
      ) : (
        <Menu
          label="Snooze"
          slim
          disabled={off}
          items={snoozes(now).map(([word, until]) => ({
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
