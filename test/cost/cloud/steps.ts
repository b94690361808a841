import { localNames, remediation, substitute, type Verb, verbNames } from "@gradus/workflows";
import {
  createRunner,
  type HistoryEvent,
  type Json,
  memoryJournal,
  type Runner,
} from "../../../packages/local/src/runner/index.ts";
import type { Meter } from "./meter.ts";

const MACHINE = "Remediation";
const INVOKE = "arn:aws:states:::lambda:invoke";
/** Each line of a log carries about so much beside the event: the execution's ARN and type, and CloudWatch's own 26 bytes. */
const LOG_ENVELOPE_BYTES = 250;

export interface Steps {
  start(name: string, input: Json): Promise<void>;
  /** Names of the executions that were started, in order. */
  started: readonly string[];
  answer(token: string, output: Json): Promise<void>;
  /** States that were entered, in order, once the execution has ended; it is counted then. */
  ended(name: string): Promise<string[]>;
  describe(name: string): Promise<{ status: string } | undefined>;
  close(): Promise<void>;
}

/** Step Functions: the definition that is deployed, on the local runner. */
export function createSteps(meter: Meter, invoke: (verb: Verb, payload: unknown) => Promise<unknown>): Steps {
  const runner: Runner = createRunner({
    journal: memoryJournal(),
    machines: { [MACHINE]: substitute(remediation, localNames) },
    resources: {
      ...Object.fromEntries(
        verbNames.map((verb) => [verb, async (input: Json) => (await invoke(verb, input)) as Json]),
      ),
      [INVOKE]: async (input, { token = "" }) => {
        const { FunctionName, Payload } = input as { FunctionName: Verb; Payload: Record<string, Json> };
        await invoke(FunctionName, { ...Payload, token });
        return {};
      },
      "arn:aws:states:::sns:publish": async () => ({}),
    },
  });
  const started: string[] = [];
  const idOf = (name: string): string => `${MACHINE}:${name}`;
  return {
    started,
    async start(name, input) {
      meter.count("traces", 1);
      started.push(name);
      await runner.startExecution({ machine: MACHINE, name, input });
    },
    answer: (token, output) => runner.sendTaskSuccess({ token, output }),
    async ended(name) {
      const { status } = await runner.whenEnded(idOf(name));
      if (status !== "SUCCEEDED") throw new Error(`the execution of ${name} ended ${status}`);
      const { events } = await runner.getExecutionHistory(idOf(name), { limit: 10_000 });
      const path = events.flatMap((e) => e.stateEnteredEventDetails?.name ?? []);
      meter.count("transitions", path.length);
      meter.count("logGb", events.reduce((sum, e) => sum + logged(e), 0) / 1e9);
      return path;
    },
    describe: (name) => runner.describeExecution(idOf(name)).catch(() => undefined),
    close: () => runner.close(),
  };
}

/** Logged are all events, without the data that goes through the states. */
const logged = (event: HistoryEvent): number =>
  LOG_ENVELOPE_BYTES +
  JSON.stringify(event, (key, value: unknown) =>
    /^(input|output|parameters|cause)/.test(key) ? undefined : value,
  ).length;
