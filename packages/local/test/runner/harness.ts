import type {
  ExecutionDescription,
  HistoryEvent,
  Journal,
  Random,
  Runner,
  RunnerOptions,
  TaskHandler,
} from "../../src/runner/index.ts";
import { createRunner, memoryJournal } from "../../src/runner/index.ts";
import { FakeClock } from "./fake-clock.ts";

/** Counts through UUIDs and gives always the same fraction. */
export const fakeRandom = (fraction = 0.5): Random => {
  let count = 0;
  return {
    fraction: () => fraction,
    uuid: () => `00000000-0000-4000-8000-${String(++count).padStart(12, "0")}`,
  };
};

export interface Bench {
  readonly runner: Runner;
  readonly clock: FakeClock;
  readonly journal: Journal;
}

export type BenchOptions = Partial<Omit<RunnerOptions, "machines" | "clock">> & {
  readonly clock?: FakeClock;
};

/** A runner of one machine, called `machine`, on a fake clock and a journal in memory. */
export const bench = (definition: unknown, options: BenchOptions = {}): Bench => {
  const clock = options.clock ?? new FakeClock();
  const journal = options.journal ?? memoryJournal();
  const runner = createRunner({
    random: fakeRandom(),
    resources: {},
    ...options,
    clock,
    journal,
    machines: { machine: definition },
  });
  return { runner, clock, journal };
};

/** Runs a definition to its end, however long that takes on the fake clock. */
export const run = async (
  definition: unknown,
  input: unknown = {},
  resources: Readonly<Record<string, TaskHandler>> = {},
  options: BenchOptions = {},
): Promise<ExecutionDescription> => {
  const { runner, clock } = bench(definition, { ...options, resources });
  const { id } = await runner.startExecution({ machine: "machine", name: "one", input });
  const ended = await clock.until(runner.whenEnded(id));
  await runner.close();
  return ended;
};

export const eventsOf = async (runner: Runner, id: string): Promise<HistoryEvent[]> =>
  (await runner.getExecutionHistory(id)).events;

/** A machine of one state. */
export const only = (state: Readonly<Record<string, unknown>>): unknown => ({
  StartAt: "Only",
  States: { Only: { ...state, ...("Next" in state || state["Type"] === "Succeed" ? {} : { End: true }) } },
});
