/** A number with its unit, for the table and for machines. */
export interface Figure {
  name: string;
  value: number;
  unit: string;
  /** What it should be, in words, where DESIGN.md says. */
  wanted?: string;
}

const MB = 1024 * 1024;

export const rss = (): number => process.memoryUsage().rss / MB;
export const heap = (): number => process.memoryUsage().heapUsed / MB;

/** Needs --expose-gc. */
export function collect(): void {
  const { gc } = globalThis as { gc?: () => void };
  gc?.();
  gc?.();
}

/** Milliseconds of wall and processor time that some work takes. */
export async function timed<T>(
  work: () => Promise<T>,
): Promise<{ result: T; wallMs: number; cpuMs: number }> {
  const cpu = process.cpuUsage();
  const began = performance.now();
  const result = await work();
  const { user, system } = process.cpuUsage(cpu);
  return { result, wallMs: performance.now() - began, cpuMs: (user + system) / 1000 };
}

export const median = (values: readonly number[]): number =>
  [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;

/** Runs `count` pieces of work, so many at once. */
export async function inParallel(
  count: number,
  atOnce: number,
  work: (n: number) => Promise<unknown>,
): Promise<void> {
  let next = 0;
  const lane = async (): Promise<void> => {
    while (next < count) await work(next++);
  };
  await Promise.all(Array.from({ length: atOnce }, lane));
}
