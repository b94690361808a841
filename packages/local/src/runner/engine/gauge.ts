/** Counts what is under way, and tells when nothing is. */
export class Gauge {
  #count = 0;
  #waiters: (() => void)[] = [];

  get isIdle(): boolean {
    return this.#count === 0;
  }

  enter(): void {
    this.#count++;
  }

  leave(): void {
    this.#count--;
    if (this.#count > 0) return;
    const waiters = this.#waiters;
    this.#waiters = [];
    for (const waiter of waiters) waiter();
  }

  async idle(): Promise<void> {
    if (!this.isIdle) await new Promise<void>((resolve) => this.#waiters.push(resolve));
  }
}

/** Lets everything that is ready to run, run: timers aside, until the next turn of the event loop. */
export const nextTurn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));
