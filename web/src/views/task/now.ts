import type { TaskDetail } from "../../api/types.ts";
import { duration, exactly } from "../../text/words.ts";
import type { Passage } from "./history.ts";
import { actionOf } from "./live.ts";
import { drawn } from "./path.ts";

/** What Gradus does in each state, in words. */
const doing: Readonly<Record<string, string>> = {
  Triage: "Looking again: is it still there, and really this target's fault?",
  "Quick fix": "Looking for a known fix",
  Research: "Gathering evidence with read-only diagnostics",
  Consult: "Three experts look at it, blind to each other",
  Consensus: "Counting the experts' votes",
  Apply: "Acting",
  Settle: "Settling",
  Verify: "Checking the symptom, the health, the dependents and the cause",
  Undo: "Taking back what made it worse",
  Escalate: "Writing up for people what is known",
  "Await approval": "Waits for a person",
  "Await human": "Waits for a person",
  Learn: "Learning from the outcome",
  Alarm: "Cannot hand it to people the usual way: raises the alarm",
};

/** What is going on right now, in one line; undefined if nothing is. */
export function nowOf(
  execution: TaskDetail["execution"],
  { visits, carried }: Passage,
  now: number,
): string | undefined {
  const state = execution?.states[0];
  if (execution?.status !== "RUNNING" || state === undefined) return undefined;
  const words = doing[drawn(state)] ?? state;
  const action = actionOf(carried);
  if (state === "Apply" && action) return `${words}: ${exactly(action)}`;
  const since = visits.findLast((one) => one.state === state && one.left === undefined)?.at;
  const { settle, decision, why } = carried;
  if (state !== "Settle" || since === undefined || typeof settle !== "number") return words;
  // Whose clock is a little behind hears of no more than the whole wait.
  const toGo = Math.min(settle, Math.max(0, Math.ceil((since - now) / 1_000 + settle)));
  const wait = `waits ${duration(settle * 1_000)}, then checks (${toGo} s to go)`;
  return decision === "busy" && typeof why === "string" ? `Waiting: ${why}; ${wait}` : `${words}: ${wait}`;
}
