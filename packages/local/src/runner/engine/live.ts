import { Halted } from "../fault.ts";
import type { EventDetails, HistoryEvent, HistoryEventType } from "../history/event.ts";
import { outputDetails } from "../history/text.ts";
import type { ExecutionRecord, ExecutionStatus, Frame } from "../journal.ts";
import { RecordTooLarge } from "../journal.ts";
import type { Json } from "../json.ts";
import type { Engine } from "./engine.ts";
import { nextTurn } from "./gauge.ts";
import { summarise } from "../summary.ts";
import { newController } from "./signal.ts";
import { store } from "./store.ts";

export interface Ending {
  readonly output?: Json;
  readonly error?: string;
  readonly cause?: string;
}

const END_EVENT = {
  SUCCEEDED: "ExecutionSucceeded",
  FAILED: "ExecutionFailed",
  TIMED_OUT: "ExecutionTimedOut",
  ABORTED: "ExecutionAborted",
} as const;

/**
 * An execution in memory: its record, the events that are not written yet, and the one writer to the journal.
 * Whatever changes the record does so within one turn of the event loop, so that every snapshot is consistent;
 * changes of several branches in one turn go in one write.
 */
export class Live {
  readonly record: ExecutionRecord;
  readonly #engine: Engine;
  readonly #controller = newController();
  readonly #pokes = new Map<string, () => void>();
  #events: HistoryEvent[] = [];
  #isDirty = false;
  #isLost = false;
  #queued: Promise<void> | undefined;
  #writing: Promise<void> | undefined;

  constructor(record: ExecutionRecord, engine: Engine) {
    this.record = record;
    this.#engine = engine;
  }

  get id(): string {
    return this.record.id;
  }

  /** Aborts once the execution has ended or is let go. */
  get signal(): AbortSignal {
    return this.#controller.signal;
  }

  get isRunning(): boolean {
    return this.record.status === "RUNNING";
  }

  /** Adds an event to a branch (or to the execution itself), and notes that the record has changed. */
  emit(branch: { lastEvent: number }, type: HistoryEventType, details: EventDetails = {}): number {
    const id = ++this.record.lastEventId;
    const timestamp = new Date(this.#engine.clock.now()).toISOString();
    this.#events.push({ id, previousEventId: branch.lastEvent, type, timestamp, ...details });
    branch.lastEvent = id;
    this.#isDirty = true;
    return id;
  }

  /** Notes that the record has changed. */
  touch(): void {
    this.#isDirty = true;
  }

  /** Ends the execution: the first ending holds. Nothing of it runs on. */
  end(status: Exclude<ExecutionStatus, "RUNNING">, ending: Ending): void {
    if (!this.isRunning) return;
    const { record } = this;
    const tip: { lastEvent: number } = record.root ?? { lastEvent: record.lastEventId };
    delete record.root;
    Object.assign(record, { status, stoppedAt: this.#engine.clock.now(), ...ending });
    this.emit(tip, END_EVENT[status], endDetails(status, ending));
    this.#controller.abort(new Halted(`the execution is ${status}`));
  }

  /** Lets go of the execution without ending it: its branches halt where they stand. */
  release(): void {
    this.#controller.abort(new Halted("the runner lets go of the execution"));
  }

  /** Resolves when every change up to now is in the journal. Rejects with Halted when it no longer can be. */
  flush(): Promise<void> {
    if (!this.#isDirty) return this.#writing ?? Promise.resolve();
    this.#queued ??= this.#write();
    return this.#queued;
  }

  /** Wakes the branch that waits for this token, if one does. */
  poke(nonce: string): void {
    this.#pokes.get(nonce)?.();
  }

  onPoke(nonce: string, wake: () => void): () => void {
    this.#pokes.set(nonce, wake);
    return () => this.#pokes.delete(nonce);
  }

  /** The frame at a path of child indexes from the root. */
  frameAt(path: readonly number[]): Frame | undefined {
    return path.reduce<Frame | undefined>((frame, index) => {
      const child = frame?.stage.kind === "fanned" ? frame.stage.children[index] : undefined;
      return child?.status === "running" ? child.frame : undefined;
    }, this.record.root);
  }

  async #write(): Promise<void> {
    await nextTurn();
    await this.#writing?.catch(() => undefined);
    this.#queued = undefined;
    if (this.#isLost) throw new Halted("the execution is no longer this runner's");
    this.#writing = this.#store().finally(() => {
      this.#writing = undefined;
    });
    await this.#writing;
  }

  async #store(): Promise<void> {
    const { record } = this;
    const events = this.#events;
    this.#events = [];
    this.#isDirty = false;
    record.version++;
    record.writer = this.#engine.writer;
    try {
      await store(this.#engine, structuredClone(record), events);
    } catch (fault) {
      if (fault instanceof RecordTooLarge && record.version > 1 && this.isRunning) {
        return this.#giveUp(events);
      }
      this.#isLost = true;
      this.release();
      throw fault;
    }
    this.#engine.notify({ execution: summarise(record), events });
  }

  /** The record does not fit into the journal: what does fit is that it failed. */
  #giveUp(events: HistoryEvent[]): Promise<void> {
    this.record.version--;
    this.#events.unshift(...events);
    const cause = "The state of the execution is too large for the journal";
    this.#engine.log.error(cause, { execution: this.id });
    this.end("FAILED", { error: "States.DataLimitExceeded", cause });
    return this.#store();
  }
}

const endDetails = (status: Exclude<ExecutionStatus, "RUNNING">, ending: Ending): EventDetails => {
  const { output = null, error, cause } = ending;
  const failure = { ...(error === undefined ? {} : { error }), ...(cause === undefined ? {} : { cause }) };
  switch (status) {
    case "SUCCEEDED":
      return { executionSucceededEventDetails: outputDetails(output) };
    case "FAILED":
      return { executionFailedEventDetails: failure };
    case "TIMED_OUT":
      return { executionTimedOutEventDetails: failure };
    case "ABORTED":
      return { executionAbortedEventDetails: failure };
    default:
      return status satisfies never;
  }
};
