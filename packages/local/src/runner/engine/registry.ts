import { RunnerError } from "../fault.ts";
import type { ExecutionRecord } from "../journal.ts";
import type { Machine } from "../load/machine.ts";
import { drive, misfit } from "./drive.ts";
import type { Engine, Transition } from "./engine.ts";
import { Live } from "./live.ts";

/** The executions that this runner has in memory: those that have not ended, and that it goes on with. */
export class Registry {
  readonly #machines: ReadonlyMap<string, Machine>;
  readonly #lives = new Map<string, Live>();
  readonly #waiters = new Map<string, { resolve: () => void; reject: (fault: Error) => void }[]>();

  constructor(machines: ReadonlyMap<string, Machine>) {
    this.#machines = machines;
  }

  get(id: string): Live | undefined {
    return this.#lives.get(id);
  }

  all(): Live[] {
    return [...this.#lives.values()];
  }

  machine(name: string): Machine {
    const machine = this.#machines.get(name);
    if (machine !== undefined) return machine;
    throw new RunnerError("StateMachineDoesNotExist", `There is no state machine ${name}`);
  }

  /** Why this record cannot be gone on with; undefined when it can. */
  obstacle({ machine, root }: ExecutionRecord): string | undefined {
    const definition = this.#machines.get(machine);
    if (definition === undefined) return `there is no state machine ${machine}`;
    const state = root && misfit(definition, root);
    return state === undefined
      ? undefined
      : `the definition of ${machine} has no state ${state} where it stands`;
  }

  /** Takes an execution up and runs it. */
  launch(engine: Engine, live: Live): Live {
    this.#lives.set(live.id, live);
    void drive(engine, this.machine(live.record.machine), live).finally(() => {
      if (live.signal.aborted) this.forget(live);
    });
    return live;
  }

  /** The execution in memory, or one made from what the journal has. */
  adopt(engine: Engine, record: ExecutionRecord): Live {
    return this.get(record.id) ?? this.launch(engine, new Live(record, engine));
  }

  forget(live: Live): void {
    if (this.#lives.get(live.id) === live) this.#lives.delete(live.id);
  }

  /** Told of every write; an execution whose end is journaled is forgotten. */
  onTransition({ execution }: Transition): void {
    if (execution.status === "RUNNING") return;
    this.#lives.delete(execution.id);
    for (const { resolve } of this.#waiters.get(execution.id) ?? []) resolve();
    this.#waiters.delete(execution.id);
  }

  /** Resolves when the end of the execution is journaled; `cancel` stops the waiting. */
  untilEnded(id: string): { ended: Promise<void>; cancel: () => void } {
    let cancel = (): void => {};
    const ended = new Promise<void>((resolve, reject) => {
      const waiter = { resolve, reject };
      this.#waiters.set(id, [...(this.#waiters.get(id) ?? []), waiter]);
      cancel = () => {
        const others = (this.#waiters.get(id) ?? []).filter((other) => other !== waiter);
        if (others.length > 0) this.#waiters.set(id, others);
        else this.#waiters.delete(id);
      };
    });
    return { ended, cancel };
  }

  /** Nothing will end any more here. */
  dismiss(): void {
    const fault = new RunnerError("RunnerClosed", "The runner was closed before the execution ended");
    for (const { reject } of [...this.#waiters.values()].flat()) reject(fault);
    this.#waiters.clear();
  }
}
