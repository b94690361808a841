import { plainly } from "../../text/events.ts";

/** One stay in a state of the workflow. */
export interface Visit {
  state: string;
  at: number;
  /** Absent while it is there. */
  left?: number;
}

/** What travels through the states, as far as it is shown; it comes from an engine, so each part may be missing. */
export interface Carried {
  decision?: unknown;
  settle?: unknown;
  why?: unknown;
  attempt?: unknown;
  proposal?: unknown;
}

export interface Fault {
  at: number;
  state: string;
  error: string;
  cause: string;
}

interface Event {
  type?: unknown;
  timestamp?: unknown;
  stateEnteredEventDetails?: { name?: unknown; input?: unknown };
  stateExitedEventDetails?: { name?: unknown; output?: unknown };
}

export interface Passage {
  visits: readonly Visit[];
  /** As it was last seen. */
  carried: Carried;
  faults: readonly Fault[];
}

/** Reads an execution's events, in the shape of GetExecutionHistory; what it does not know it passes over. */
export function passageOf(events: readonly unknown[]): Passage {
  const visits: Visit[] = [];
  const faults: Fault[] = [];
  let last: unknown;
  for (const event of events as readonly Event[]) {
    const at = timeOf(event.timestamp);
    const { stateEnteredEventDetails: entered, stateExitedEventDetails: exited } = event;
    if (typeof entered?.name === "string") visits.push({ state: entered.name, at });
    if (exited) {
      const of = visits.findLast((one) => one.state === exited.name && one.left === undefined);
      if (of) of.left = at;
    }
    const fault = faultOf(event);
    if (fault) faults.push({ at, state: visits.at(-1)?.state ?? "", ...fault });
    const data = entered?.input ?? exited?.output;
    if (isTasks(data)) last = data;
  }
  return { visits, faults, carried: parsed(last) };
}

/** What goes into a branch of its own (one expert's question) is not what the task carries. */
const isTasks = (data: unknown): boolean => typeof data === "string" && data.includes('"decision"');

function parsed(data: unknown): Carried {
  try {
    return typeof data === "string" ? (JSON.parse(data) as Carried) : {};
  } catch {
    // Cut by the engine: the rest of the page does without.
    return {};
  }
}

const timeOf = (timestamp: unknown): number =>
  typeof timestamp === "string" ? Date.parse(timestamp) : Number(timestamp);

function faultOf(event: Event): Pick<Fault, "error" | "cause"> | undefined {
  if (typeof event.type !== "string" || !/(Failed|TimedOut)$/.test(event.type)) return undefined;
  const details = Object.entries(event).find(([name]) => /(Failed|TimedOut)EventDetails$/.test(name))?.[1];
  const { error, cause } = (details ?? {}) as { error?: unknown; cause?: unknown };
  return { error: plainly(error ?? event.type), cause: plainly(cause ?? "") };
}
