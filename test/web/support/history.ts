/** Events in the shape of GetExecutionHistory: into each state and out of it, but for the last one when it is still there. */
export function historyOf(
  stays: ReadonlyArray<readonly [state: string, ms: number, carried?: Record<string, unknown>]>,
  { start, stays: isThere = false }: { start: number; stays?: boolean },
): unknown[] {
  const events: unknown[] = [];
  let at = start;
  const add = (type: string, details: Record<string, unknown>): void =>
    void events.push({ id: events.length + 1, type, timestamp: new Date(at).toISOString(), ...details });
  add("ExecutionStarted", {});
  for (const [index, [name, ms, carried = {}]] of stays.entries()) {
    const data = JSON.stringify({ decision: "none", ...carried });
    add("TaskStateEntered", { stateEnteredEventDetails: { name, input: data } });
    at += ms;
    if (!isThere || index < stays.length - 1)
      add("TaskStateExited", { stateExitedEventDetails: { name, output: data } });
  }
  return events;
}
