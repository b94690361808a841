import type { ManualClock } from "./clock.ts";

interface Timer {
  at: number;
  fire: () => void;
}

/** Turns of the event loop in which nothing moved: whoever is left waits for time, or for a person. */
const QUIET_TURNS = 3;

/** Time for whole stories: it stands still while anything is under way, and then moves to the next timer. */
export class StoryClock implements ManualClock {
  #now: number;
  #uses = 0;
  #timers: Timer[] = [];
  readonly #isBusy: () => boolean;

  constructor(isBusy: () => boolean, start: number = Date.UTC(2026, 0, 5, 9)) {
    this.#now = start;
    this.#isBusy = isBusy;
  }

  now = (): number => {
    this.#uses++;
    return this.#now;
  };

  setTimer = (ms: number, fire: () => void): (() => void) => {
    this.#uses++;
    const timer = { at: this.#now + Math.max(0, ms), fire };
    this.#timers.push(timer);
    return () => {
      this.#timers = this.#timers.filter((other) => other !== timer);
    };
  };

  pause = (ms: number): Promise<void> => new Promise((resolve) => void this.setTimer(ms, resolve));

  advance = (ms: number): void => this.set(this.#now + ms);

  set = (epochMs: number): void => {
    this.#now = epochMs;
  };

  /** What happens to the timers of a process that is killed. */
  drop(): void {
    this.#timers = [];
  }

  get hasTimers(): boolean {
    return this.#timers.length > 0;
  }

  async settle(): Promise<void> {
    for (let quiet = 0; quiet < QUIET_TURNS; quiet++) {
      const before = this.#uses;
      await new Promise((resolve) => setImmediate(resolve));
      if (this.#uses !== before || this.#isBusy()) quiet = -1;
    }
  }

  /** Moves on from timer to timer until it is so; throws when there is nothing left to wait for. */
  async until(isSo: () => boolean | Promise<boolean>): Promise<void> {
    for (let fired = 0; ; fired++) {
      await this.settle();
      if (await isSo()) return;
      if (fired > 20_000) throw new Error("the story does not come to an end");
      if (!this.#fireNext(Number.POSITIVE_INFINITY)) throw new Error("nothing is left to wait for");
    }
  }

  /** Lets so much time pass, firing what is due at its moment. */
  async pass(ms: number): Promise<void> {
    const end = this.#now + ms;
    await this.settle();
    while (this.#fireNext(end)) await this.settle();
    this.#now = end;
    await this.settle();
  }

  #fireNext(end: number): boolean {
    const next = this.#timers.reduce<Timer | undefined>((a, b) => (a && a.at <= b.at ? a : b), undefined);
    if (!next || next.at > end) return false;
    this.#timers = this.#timers.filter((timer) => timer !== next);
    this.#now = Math.max(this.#now, next.at);
    next.fire();
    return true;
  }
}
