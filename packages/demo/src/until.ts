import { setTimeout as sleep } from "node:timers/promises";

/** Polls until `check` holds; false when it still does not at the deadline. */
export async function until(
  check: () => Promise<boolean>,
  milliseconds: number,
  every = 20,
): Promise<boolean> {
  const deadline = performance.now() + milliseconds;
  for (;;) {
    if (await check()) return true;
    if (performance.now() >= deadline) return false;
    await sleep(every);
  }
}
