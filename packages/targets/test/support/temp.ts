import { mkdtempSync, realpathSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll } from "vitest";

/** A temporary folder that is gone when the file's tests are done. */
export function tempDir(name = "targets"): string {
  const dir = realpathSync(mkdtempSync(join(tmpdir(), `gradus-${name}-`)));
  afterAll(() => rmSync(dir, { recursive: true, force: true }));
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
