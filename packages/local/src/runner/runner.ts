import type { Clock } from "./clock.ts";
import { systemClock } from "./clock.ts";
import type { ExecutionDescription } from "./describe.ts";
import { describe } from "./describe.ts";
import type { Engine, Log, TaskHandler, Transition } from "./engine/engine.ts";
import { Gauge, nextTurn } from "./engine/gauge.ts";
import { Live } from "./engine/live.ts";
import { Registry } from "./engine/registry.ts";
import { newController } from "./engine/signal.ts";
import { Slots } from "./engine/slots.ts";
import { Halted, RunnerError } from "./fault.ts";
import type { HistoryPage, HistoryQuery, Journal, ListPage, ListQuery } from "./journal.ts";
import type { Json } from "./json.ts";
import { loadMachine } from "./load/load.ts";
import type { Random } from "./random.ts";
import { systemRandom } from "./random.ts";
import type { TaskFailure, TaskSuccess } from "./settle.ts";
import { failWith, heartbeat, succeedWith, withToken } from "./settle.ts";
import type { Started, StartInput } from "./start.ts";
import { start } from "./start.ts";

export interface RunnerOptions {
  readonly journal: Journal;
  /** Definitions by machine name. */
  readonly machines: Readonly<Record<string, unknown>>;
  /** Handlers by Task Resource, without `.waitForTaskToken`. */
  readonly resources: Readonly<Record<string, TaskHandler>>;
  /** How many executions do active work at once; those that wait do not count. */
  readonly concurrency?: number;
  readonly clock?: Clock;
  readonly random?: Random;
  readonly log?: Log;
}

export interface StopInput {
  readonly id: string;
  readonly error?: string;
  readonly cause?: string;
}

export interface Resumed {
  readonly resumed: readonly string[];
  /** Left as they are in the journal: their machine is gone, or no longer has the state where they stand. */
  readonly stranded: readonly { readonly id: string; readonly reason: string }[];
}

/** Runs executions of state machines. Faults of callers are RunnerError. */
export interface Runner {
  startExecution(input: StartInput): Promise<Started>;
  describeExecution(id: string): Promise<ExecutionDescription>;
  listExecutions(query?: ListQuery): Promise<ListPage>;
  getExecutionHistory(id: string, query?: HistoryQuery): Promise<HistoryPage>;
  sendTaskSuccess(input: TaskSuccess): Promise<void>;
  sendTaskFailure(input: TaskFailure): Promise<void>;
  sendTaskHeartbeat(input: Pick<TaskSuccess, "token">): Promise<void>;
  /** Ends it as ABORTED, and aborts its handlers. One that has ended stays as it is. */
  stopExecution(input: StopInput): Promise<ExecutionDescription>;
  /** Comes back when the execution has ended; rejects with RunnerClosed when the runner closes first. */
  whenEnded(id: string): Promise<ExecutionDescription>;
  /** Goes on with everything that the journal has running. Call it once, at start. */
  resumeAll(): Promise<Resumed>;
  /** Listens to what is journaled; gives what stops the listening. */
  onTransition(listener: (transition: Transition) => void): () => void;
  /** Begins no new work, waits for running handlers (at most so long), and closes. */
  drain(options?: { readonly timeoutMs?: number }): Promise<void>;
  /** Stops timers and aborts handlers; executions stay as they are in the journal, to be resumed. */
  close(): Promise<void>;
}

const SILENT: Log = { warn: () => {}, error: () => {} };

/** Loads the machines (throws DefinitionError) and makes a runner of them. */
export const createRunner = (options: RunnerOptions): Runner => new EmbeddedRunner(options);

class EmbeddedRunner implements Runner {
  readonly #registry: Registry;
  readonly #engine: Engine;
  readonly #listeners = new Set<(transition: Transition) => void>();
  readonly #closing = newController();
  #isDraining = false;

  constructor(options: RunnerOptions) {
    const { random = systemRandom, resources, machines } = options;
    const names = Object.keys(resources);
    this.#registry = new Registry(
      new Map(Object.entries(machines).map(([name, json]) => [name, loadMachine(name, json as Json, names)])),
    );
    this.#engine = {
      journal: options.journal,
      clock: options.clock ?? systemClock(),
      random,
      handlers: new Map(Object.entries(resources)),
      slots: new Slots(options.concurrency ?? 16),
      log: options.log ?? SILENT,
      writer: random.uuid(),
      active: new Gauge(),
      closing: this.#closing.signal,
      isDraining: () => this.#isDraining,
      notify: (transition) => this.#notify(transition),
    };
  }

  async startExecution(input: StartInput): Promise<Started> {
    if (this.#isDraining) throw new RunnerError("RunnerClosed", "The runner takes no new executions");
    return start(this.#engine, this.#registry, input);
  }

  async describeExecution(id: string): Promise<ExecutionDescription> {
    const record = this.#registry.get(id)?.record ?? (await this.#engine.journal.load(id));
    if (record === undefined) throw new RunnerError("ExecutionDoesNotExist", `There is no execution ${id}`);
    return describe(record);
  }

  listExecutions(query?: ListQuery): Promise<ListPage> {
    return this.#engine.journal.list(query);
  }

  async getExecutionHistory(id: string, query?: HistoryQuery): Promise<HistoryPage> {
    return this.#engine.journal.history(id, query);
  }

  sendTaskSuccess({ token, output }: TaskSuccess): Promise<void> {
    return withToken(this.#engine, this.#registry, token, succeedWith(output));
  }

  sendTaskFailure({ token, ...failure }: TaskFailure): Promise<void> {
    return withToken(this.#engine, this.#registry, token, failWith(failure));
  }

  sendTaskHeartbeat({ token }: Pick<TaskSuccess, "token">): Promise<void> {
    return withToken(this.#engine, this.#registry, token, heartbeat);
  }

  async stopExecution({ id, ...reason }: StopInput): Promise<ExecutionDescription> {
    const record = this.#registry.get(id)?.record ?? (await this.#engine.journal.load(id));
    if (record === undefined) throw new RunnerError("ExecutionDoesNotExist", `There is no execution ${id}`);
    // One that is in the journal only (stranded, or not resumed yet) is ended without being run.
    const live = this.#registry.get(id) ?? new Live(record, this.#engine);
    live.end("ABORTED", reason);
    await live.flush();
    return describe(live.record);
  }

  async whenEnded(id: string): Promise<ExecutionDescription> {
    // Listens first and looks then, so that an end in between is not missed.
    const { ended, cancel } = this.#registry.untilEnded(id);
    ended.catch(() => undefined);
    try {
      const now = await this.describeExecution(id);
      if (now.status !== "RUNNING" && this.#registry.get(id) === undefined) return now;
      if (this.#closing.signal.aborted) throw new RunnerError("RunnerClosed", "The runner is closed");
      await ended;
      return await this.describeExecution(id);
    } finally {
      cancel();
    }
  }

  async resumeAll(): Promise<Resumed> {
    const resumed: string[] = [];
    const stranded: { id: string; reason: string }[] = [];
    for await (const record of this.#engine.journal.running()) {
      const reason = this.#registry.obstacle(record);
      if (reason === undefined) {
        this.#registry.adopt(this.#engine, record);
        resumed.push(record.id);
      } else {
        this.#engine.log.error("an execution cannot be gone on with", { execution: record.id, reason });
        stranded.push({ id: record.id, reason });
      }
    }
    return { resumed, stranded };
  }

  onTransition(listener: (transition: Transition) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  async drain({ timeoutMs = 30_000 }: { readonly timeoutMs?: number } = {}): Promise<void> {
    this.#isDraining = true;
    const timeUp = new Promise<"late">((resolve) => {
      const cancel = this.#engine.clock.setTimer(timeoutMs, () => resolve("late"));
      this.#closing.signal.addEventListener("abort", cancel, { once: true });
    });
    let outcome: "late" | void = undefined;
    while (outcome !== "late" && !this.#engine.active.isIdle) {
      outcome = await Promise.race([this.#engine.active.idle(), timeUp]);
      // What a handler's end leads to is done before we look again.
      await nextTurn();
    }
    await this.close();
  }

  async close(): Promise<void> {
    this.#isDraining = true;
    this.#closing.abort(new Halted("the runner closes"));
    const lives = this.#registry.all();
    for (const live of lives) live.release();
    await Promise.allSettled(lives.map((live) => live.flush()));
    this.#registry.dismiss();
  }

  #notify(transition: Transition): void {
    this.#registry.onTransition(transition);
    for (const listener of this.#listeners) {
      try {
        listener(transition);
      } catch (fault) {
        this.#engine.log.error("a listener failed", { execution: transition.execution.id, fault });
      }
    }
  }
}
