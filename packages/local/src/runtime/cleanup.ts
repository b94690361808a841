/** What has to be undone of what was started: the same steps in the same order at a start that failed and at a stop. */
export interface Cleanup {
  add(what: string, step: () => unknown): void;
  /** Newest first, one after the other; a step that fails is reported and does not stop the others. Twice is once. */
  run(): Promise<void>;
}

export function createCleanup(onFault: (what: string, error: unknown) => void): Cleanup {
  const steps: Array<{ what: string; step: () => unknown }> = [];
  let running: Promise<void> | undefined;

  async function undo(): Promise<void> {
    for (let next = steps.pop(); next; next = steps.pop()) {
      try {
        await next.step();
      } catch (error) {
        onFault(next.what, error);
      }
    }
  }

  return {
    add: (what, step) => void steps.push({ what, step }),
    run: () => (running ??= undo()),
  };
}
