import { useLocation } from "wouter";
import { taskAt } from "../../app/addresses.ts";
import { howArrived } from "../../app/arrival.ts";
import { useKeys } from "../../app/keys.tsx";
import { lastList } from "../../app/last-list.ts";

/** Keys that lead from a task to the next ones of the list it was come to from, and back. */
export function useWay(id: string): void {
  const [, go] = useLocation();
  const at = lastList.ids.indexOf(id);
  const step = (by: number) => (): void => {
    const to = lastList.ids[at + by];
    // One step back leads to the list, however many tasks one has looked at.
    if (to !== undefined) go(taskAt(to), { replace: true });
  };
  useKeys([
    {
      keys: "Escape",
      says: "Back to where you came from",
      do: () => (howArrived() === "go" ? history.back() : go("/tasks")),
    },
    ...(at < 0
      ? []
      : [
          { keys: "j", says: "Next task of the list", do: step(1) },
          { keys: "k", says: "Task before in the list", do: step(-1) },
        ]),
  ]);
}
