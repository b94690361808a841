interface Queued {
  waiters: (() => void)[];
}

/**
 * Bounds how many executions do active work at once. An execution takes one slot however many of its branches
 * work, and queues anew each time that it goes from none to some: first come, first served.
 */
export class Slots {
  readonly #size: number;
  readonly #holders = new Map<string, number>();
  readonly #queue = new Map<string, Queued>();

  constructor(size: number) {
    this.#size = size;
  }

  /** Resolves once the execution may work; call `leave` exactly once afterwards. */
  enter(id: string): Promise<void> {
    const holding = this.#holders.get(id);
    if (holding !== undefined || (this.#holders.size < this.#size && this.#queue.size === 0)) {
      this.#holders.set(id, (holding ?? 0) + 1);
      return Promise.resolve();
    }
    return new Promise((resolve) => {
      const queued = this.#queue.get(id) ?? { waiters: [] };
      queued.waiters.push(resolve);
      this.#queue.set(id, queued);
    });
  }

  leave(id: string): void {
    const left = (this.#holders.get(id) ?? 1) - 1;
    if (left > 0) {
      this.#holders.set(id, left);
      return;
    }
    this.#holders.delete(id);
    const [first] = this.#queue;
    if (first === undefined) return;
    const [next, { waiters }] = first;
    this.#queue.delete(next);
    this.#holders.set(next, waiters.length);
    for (const waiter of waiters) waiter();
  }
}
