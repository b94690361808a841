import { newFrame, enter } from "./engine/branch.ts";
import type { Engine } from "./engine/engine.ts";
import { PAYLOAD_LIMIT } from "./engine/limit.ts";
import { Live } from "./engine/live.ts";
import type { Registry } from "./engine/registry.ts";
import { AlreadyExists } from "./engine/store.ts";
import { runtimeFault, RunnerError } from "./fault.ts";
import { inputDetails } from "./history/text.ts";
import type { ExecutionRecord } from "./journal.ts";
import type { Json } from "./json.ts";
import type { Machine } from "./load/machine.ts";

export interface StartInput {
  readonly machine: string;
  /** Unique for the machine, for ever: the idempotency key of the start. 1–80 characters, as in AWS. */
  readonly name: string;
  readonly input?: unknown;
}

export interface Started {
  readonly id: string;
  readonly startedAt: number;
  /** False when an execution of this name was there already; nothing was started then. */
  readonly isNew: boolean;
}

const NAME = /^[^\s<>{}[\]?*"#%\\^|~`$&,;:/\u0000-\u001f\u007f-\u009f]{1,80}$/u;

const executionId = (machine: string, name: string): string => `${machine}:${name}`;

/** Starts an execution, or finds the one of this name. Comes back when it is journaled. */
export const start = async (
  engine: Engine,
  registry: Registry,
  { machine, name, input }: StartInput,
): Promise<Started> => {
  const definition = registry.machine(machine);
  if (!NAME.test(name))
    throw new RunnerError("InvalidName", `${JSON.stringify(name)} cannot name an execution`);
  const payload = asInput(input);
  const id = executionId(machine, name);
  const existing = registry.get(id);
  const live = existing ?? registry.launch(engine, create(engine, definition, name, payload));
  try {
    await live.flush();
    return { id, startedAt: live.record.startedAt, isNew: existing === undefined };
  } catch (fault) {
    if (!(fault instanceof AlreadyExists)) throw fault;
    registry.forget(live);
    return find(engine, registry, id);
  }
};

const create = (engine: Engine, machine: Machine, name: string, input: Json): Live => {
  const startedAt = engine.clock.now();
  const root = newFrame(0);
  const record: ExecutionRecord = {
    id: executionId(machine.name, name),
    machine: machine.name,
    name,
    status: "RUNNING",
    startedAt,
    input,
    ...(machine.timeoutSeconds === undefined ? {} : { deadline: startedAt + machine.timeoutSeconds * 1000 }),
    version: 0,
    lastEventId: 0,
    writer: engine.writer,
    root,
  };
  const live = new Live(record, engine);
  const first = machine.states.get(machine.startAt);
  if (first === undefined) throw runtimeFault(`The machine ${machine.name} has no state ${machine.startAt}`);
  live.emit(root, "ExecutionStarted", { executionStartedEventDetails: inputDetails(input) });
  enter(engine, live, root, first, input);
  return live;
};

/** The execution that was there; one that nobody runs (its start was journaled, and then we died) is taken up. */
const find = async (engine: Engine, registry: Registry, id: string): Promise<Started> => {
  const record = await engine.journal.load(id);
  if (record === undefined) throw new RunnerError("ExecutionDoesNotExist", `There is no execution ${id}`);
  if (record.status === "RUNNING" && registry.obstacle(record) === undefined) registry.adopt(engine, record);
  return { id, startedAt: record.startedAt, isNew: false };
};

const asInput = (input: unknown): Json => {
  const text = input === undefined ? "{}" : JSON.stringify(input);
  if (text === undefined || Buffer.byteLength(text, "utf8") > PAYLOAD_LIMIT) {
    throw new RunnerError(
      "InvalidExecutionInput",
      `The input must be JSON of at most ${PAYLOAD_LIMIT} bytes`,
    );
  }
  return JSON.parse(text) as Json;
};
