/** A durable runner of Amazon States Language definitions, embedded in one process. */
export type { Clock, SystemClockOptions } from "./clock.ts";
export { systemClock } from "./clock.ts";
export type { ExecutionDescription, Standing } from "./describe.ts";
export type { Log, TaskCall, TaskHandler, Transition } from "./engine/engine.ts";
export type { RunnerErrorCode } from "./fault.ts";
export { RunnerError } from "./fault.ts";
export type { HistoryEvent, HistoryEventType } from "./history/event.ts";
export type {
  ExecutionRecord,
  ExecutionStatus,
  ExecutionSummary,
  Frame,
  HistoryPage,
  HistoryQuery,
  Journal,
  ListPage,
  ListQuery,
} from "./journal.ts";
export { RecordTooLarge } from "./journal.ts";
export type { Json, JsonObject } from "./json.ts";
export { loadMachine } from "./load/load.ts";
export type { Machine } from "./load/machine.ts";
export type { Problem } from "./load/problem.ts";
export { DefinitionError } from "./load/problem.ts";
export { memoryJournal } from "./memory-journal.ts";
export type { Random } from "./random.ts";
export { systemRandom } from "./random.ts";
export type { Resumed, Runner, RunnerOptions, StopInput } from "./runner.ts";
export { createRunner } from "./runner.ts";
export type { TaskFailure, TaskSuccess } from "./settle.ts";
export type { Started, StartInput } from "./start.ts";
