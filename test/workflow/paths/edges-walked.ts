import type { HistoryEvent } from "../../../packages/local/src/runner/index.ts";
import { choiceOf, edge, states } from "./definition.ts";

/** The ways that an execution took, as edgesOfDefinition names them, read from its history. */
export function edgesWalked(events: readonly HistoryEvent[]): string[] {
  const byId = new Map(events.map((event) => [event.id, event]));
  const before = (event: HistoryEvent): HistoryEvent | undefined => byId.get(event.previousEventId);
  const entered = new Map(
    events
      .filter(({ stateEnteredEventDetails: details }) => details !== undefined)
      .map((event) => [event.previousEventId, event]),
  );
  const stateOf = (event: HistoryEvent | undefined): string => {
    for (let at = event; at !== undefined; at = before(at))
      if (at.stateEnteredEventDetails !== undefined) return at.stateEnteredEventDetails.name;
    throw new Error(`event ${event?.id} is in no state`);
  };
  return events.flatMap((event) => {
    const previous = before(event);
    if (event.type === "TaskScheduled" && /^Task(Failed|TimedOut)$/.test(previous?.type ?? "")) {
      const name = stateOf(event);
      return [edge(name, "Retry", name)];
    }
    const name = event.stateExitedEventDetails?.name;
    if (name === undefined || states[name]?.Type === "Succeed") return [];
    const to = entered.get(event.id)?.stateEnteredEventDetails?.name;
    if (states[name]?.Type === "Choice") {
      const way = choiceOf(name, JSON.parse(previous?.stateEnteredEventDetails?.input ?? "{}"));
      if (!way.endsWith(`-> ${to}`)) throw new Error(`${name} went to ${to}, and not ${way}`);
      return [way];
    }
    const hasFailed = /Failed$|TimedOut$/.test(previous?.type ?? "");
    return [edge(name, hasFailed ? "Catch" : to === undefined ? "End" : "Next", to ?? "end")];
  });
}
