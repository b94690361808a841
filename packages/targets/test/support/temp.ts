import { mkdtempSync, realpathSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll } from "vitest";

const made: string[] = [];
// Here, and not where a folder is made: a hook that is set while a test runs is never called.
afterAll(() => {
  for (const dir of made) rmSync(dir, { recursive: true, force: true, maxRetries: 5 });
});

/** A temporary folder that is gone when the file's tests are done. */
export function tempDir(name = "targets"): string {
  const dir = realpathSync(mkdtempSync(join(tmpdir(), `gradus-${name}-`)));
  made.push(dir);
  return dir;
}

/** Asks until the answer is not undefined or false; throws after `deadlineMs`. */
export async function eventually<T>(
  ask: () => T | Promise<T>,
  deadlineMs = 5_000,
): Promise<Exclude<T, undefined | false>> {
  const until = performance.now() + deadlineMs;
  for (;;) {
    const answer = await ask();
    if (answer !== undefined && answer !== false) return answer as Exclude<T, undefined | false>;
    if (performance.now() > until) throw new Error(`not so within ${deadlineMs} ms`);
    await sleep(20);
  }
}

export const systemClock = { now: () => Date.now() };
