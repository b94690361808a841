import type { Clock } from "../../src/runner/index.ts";

interface Timer {
  at: number;
  readonly fire: () => void;
}

const START = Date.UTC(2026, 0, 1);
/** Turns of the event loop in which nobody looked at the clock: the runner has nothing to do but wait. */
const QUIET_TURNS = 4;

/** Time that moves when a test says so. */
export class FakeClock implements Clock {
  #now = START;
  #uses = 0;
  #timers: Timer[] = [];

  now(): number {
    this.#uses++;
    return this.#now;
  }

  setTimer(ms: number, fire: () => void): () => void {
    this.#uses++;
    const timer = { at: this.#now + Math.max(0, ms), fire };
    this.#timers.push(timer);
    return () => {
      this.#uses++;
      this.#timers = this.#timers.filter((other) => other !== timer);
    };
  }

  get pendingTimers(): number {
    return this.#timers.length;
  }

  /** What happens to the timers of a process that is killed. */
  dropTimers(): void {
    this.#timers = [];
  }

  /** The machine sleeps: time goes on, and its timers stand still. */
  sleep(ms: number): void {
    this.#now += ms;
    for (const timer of this.#timers) timer.at += ms;
  }

  /** Lets everything run that needs no time. */
  async settle(): Promise<void> {
    for (let quiet = 0; quiet < QUIET_TURNS; quiet++) {
      const before = this.#uses;
      await new Promise((resolve) => setImmediate(resolve));
      if (this.#uses !== before) quiet = -1;
    }
  }

  /** Moves on by `ms`, firing what is due at its moment. */
  async advance(ms: number): Promise<void> {
    const end = this.#now + ms;
    await this.settle();
    while (await this.#fireNext(end));
    this.#now = end;
    await this.settle();
  }

  /** Moves on from timer to timer until the promise has settled. */
  async until<T>(promise: Promise<T>): Promise<T> {
    const state = { isSettled: false };
    const mark = (): void => void (state.isSettled = true);
    promise.then(mark, mark);
    await this.settle();
    while (!state.isSettled) {
      if (!(await this.#fireNext(Number.POSITIVE_INFINITY))) {
        await this.settle();
        if (!state.isSettled && this.#timers.length === 0) throw new Error("nothing is left to wait for");
      }
    }
    return promise;
  }

  async #fireNext(end: number): Promise<boolean> {
    const next = this.#timers.reduce<Timer | undefined>(
      (a, b) => (a !== undefined && a.at <= b.at ? a : b),
      undefined,
    );
    if (next === undefined || next.at > end) return false;
    this.#timers = this.#timers.filter((timer) => timer !== next);
    this.#now = Math.max(this.#now, next.at);
    next.fire();
    await this.settle();
    return true;
  }
}
