import { useWho } from "../../api/use-who.ts";
import type { CareVerb, TaskSummary } from "../../api/types.ts";
import { Menu, type Item } from "../../ui/menu.tsx";
import { fits, type Order, whyNot } from "./care.ts";
import type { Asking } from "./dialogs.tsx";

const asked: ReadonlyArray<readonly [Asking, string]> = [
  ["snooze", "Snooze …"],
  ["assign", "Assign …"],
  ["resolve", "Resolve …"],
  ["retry", "Retry …"],
];
const reverse: ReadonlyArray<readonly ["unacknowledge" | "unsnooze" | "unassign", string]> = [
  ["unacknowledge", "Not acknowledged"],
  ["unsnooze", "End the snooze"],
  ["unassign", "Assigned to nobody"],
];

/** What can be done with what is selected, in the place of the heads of the columns. */
export const Bulk = ({
  tasks,
  matching,
  narrow,
  onAll,
  onNone,
  onAsk,
  onOrder,
}: {
  tasks: readonly TaskSummary[];
  matching: number;
  narrow: boolean;
  onAll: () => void;
  onNone: () => void;
  onAsk: (asking: Asking) => void;
  onOrder: (order: Order) => void;
}) => {
  const { may } = useWho();
  const all = tasks.length === matching;
  const why = (verb: CareVerb): { disabled?: boolean; title?: string } => {
    if (!may("operator")) return { disabled: true, title: "This needs the role operator" };
    if (tasks.some((task) => fits(verb, task))) return {};
    return { disabled: true, title: whyNot(verb) };
  };
  const able = (verb: CareVerb): boolean => why(verb).disabled !== true;
  const items: Item[] = [
    ...(narrow ? asked : [])
      .filter(([verb]) => able(verb))
      .map(([verb, word]) => ({ kind: "do", word, do: () => onAsk(verb) }) as const),
    ...reverse
      .filter(([verb]) => able(verb))
      .map(([verb, word]) => ({ kind: "do", word, do: () => onOrder({ verb }) }) as const),
    ...(all || !narrow ? [] : [{ kind: "do", word: `Select all ${matching}`, do: onAll } as const]),
    { kind: "do", word: "Select nothing", do: onNone },
  ];
  return (
    <div className="tasks-bulk" role="group" aria-label="With the selected tasks">
      <label className="tasks-check">
        <input
          type="checkbox"
          checked={all}
          aria-label={all ? "Select nothing" : `Select all ${matching} that match`}
          ref={(box) => {
            if (box) box.indeterminate = !all;
          }}
          onChange={all ? onNone : onAll}
        />
      </label>
      <strong className="num" role="status">
        {all && tasks.length > 1 ? `All ${tasks.length}` : tasks.length}
        <span className={narrow ? "sr" : ""}> selected</span>
      </strong>
      {all || narrow ? null : (
        <button className="slim quiet" onClick={onAll}>
          Select all {matching} that match
        </button>
      )}
      <span className="tasks-verbs">
        <button className="slim" {...why("acknowledge")} onClick={() => onOrder({ verb: "acknowledge" })}>
          Acknowledge
        </button>
        {narrow
          ? null
          : asked.map(([verb, word]) => (
              <button key={verb} className="slim" {...why(verb)} onClick={() => onAsk(verb)}>
                {word}
              </button>
            ))}
        <Menu slim label="More" items={items} />
      </span>
    </div>
  );
};
