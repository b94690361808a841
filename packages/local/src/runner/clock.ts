/** Time as the runner sees it. Epoch milliseconds. */
export interface Clock {
  now(): number;
  /** Calls `fire` once, `ms` from now (any length); returns what cancels it. */
  setTimer(ms: number, fire: () => void): () => void;
}

/** setTimeout fires at once for anything longer than this (about 24.8 days). */
const LONGEST_TIMEOUT = 2 ** 31 - 1;

export interface SystemClockOptions {
  /** Keep the process alive for timers that are still to fire. Off: executions are durable, so nothing is lost. */
  readonly keepAlive?: boolean;
}

export const systemClock = ({ keepAlive = false }: SystemClockOptions = {}): Clock => {
  const setTimer = (ms: number, fire: () => void): (() => void) => {
    const due = Date.now() + ms;
    let handle: NodeJS.Timeout;
    const arm = (): void => {
      const left = due - Date.now();
      const step = Math.min(Math.max(left, 0), LONGEST_TIMEOUT);
      handle = setTimeout(() => (due - Date.now() > 0 ? arm() : fire()), step);
      if (!keepAlive) handle.unref();
    };
    arm();
    return () => clearTimeout(handle);
  };
  return { now: () => Date.now(), setTimer };
};
