const idle = (): void => undefined;

interface Queued<T> {
  run: () => Promise<T>;
  start: () => void;
  promise: Promise<T>;
}

/**
 * One run at a time for each key. Who asks while one is under way gets the next one, which starts after the asking:
 * its answer is never older than the question. All who wait share that next run.
 */
export function createTurns<T>(): (key: string, run: () => Promise<T>) => Promise<T> {
  const running = new Set<string>();
  const queued = new Map<string, Queued<T>>();

  const begin = async (key: string, run: () => Promise<T>): Promise<T> => {
    running.add(key);
    try {
      return await run();
    } finally {
      // The next one takes the key in the same step in which this one gives it back: nobody slips in between.
      running.delete(key);
      queued.get(key)?.start();
    }
  };

  const enqueue = (key: string, run: () => Promise<T>): Promise<T> => {
    let start = idle;
    const promise = new Promise<T>((resolve) => {
      start = () => {
        const latest = queued.get(key)?.run ?? run;
        queued.delete(key);
        resolve(begin(key, latest));
      };
    });
    queued.set(key, { run, start, promise });
    return promise;
  };

  return (key, run) => {
    if (!running.has(key)) return begin(key, run);
    const waiting = queued.get(key);
    if (!waiting) return enqueue(key, run);
    waiting.run = run;
    return waiting.promise;
  };
}
