/** Ctrl-C, a polite kill, or a terminal that was closed. */
const POLITE = ["SIGINT", "SIGTERM", "SIGHUP"] as const;
/** npm and the terminal may both pass on the same Ctrl-C: so close together they are one. */
const SAME_MS = 300;
const FORCED = 130;

/**
 * Listens from the first moment, so that nothing that was started is left behind. `asked` comes true with the first request
 * to stop; the next one calls `force` and ends this process, whatever it still waits for.
 */
export function untilAskedToStop(force: () => Promise<void>): { asked: Promise<void> } {
  let firstAt: number | undefined;
  let tell = (): void => undefined;
  const asked = new Promise<void>((done) => {
    tell = done;
  });
  const ask = (): void => {
    const now = performance.now();
    if (firstAt === undefined) {
      firstAt = now;
      tell();
    } else if (now - firstAt > SAME_MS) {
      const end = (): never => process.exit(FORCED);
      setTimeout(end, 1_000);
      force().then(end, end);
    }
  };
  for (const signal of POLITE) process.on(signal, ask);
  return { asked };
}
