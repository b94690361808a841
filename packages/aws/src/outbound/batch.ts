export interface BatchOptions {
  /** So long a batch waits for more to be asked. */
  waitMs: number;
  most: number;
  /** Runs something after some milliseconds. */
  later: (work: () => void, ms: number) => unknown;
}

interface Waiting<A, B> {
  ask: A;
  resolve: (answer: B) => void;
  reject: (error: unknown) => void;
}

/** Puts what is asked within a few milliseconds into one sending. `send` gives answers in the order of the asks, or throws for all. */
export function createBatches<A, B>(
  send: (asks: readonly A[]) => Promise<readonly B[]>,
  { waitMs, most, later }: BatchOptions,
): (ask: A) => Promise<B> {
  let waiting: Array<Waiting<A, B>> = [];
  const flush = async (): Promise<void> => {
    const batch = waiting;
    waiting = [];
    if (batch.length === 0) return;
    try {
      const answers = await send(batch.map(({ ask }) => ask));
      if (answers.length !== batch.length)
        throw new RangeError(`${answers.length} answers to ${batch.length} asks`);
      for (const [i, answer] of answers.entries()) batch[i]?.resolve(answer);
    } catch (error) {
      for (const { reject } of batch) reject(error);
    }
  };
  return (ask) =>
    new Promise<B>((resolve, reject) => {
      waiting.push({ ask, resolve, reject });
      if (waiting.length >= most) void flush();
      else if (waiting.length === 1) later(() => void flush(), waitMs);
    });
}
