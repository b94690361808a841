import { once } from "node:events";
import { readdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, afterEach, beforeEach, expect, test } from "vitest";
import { acquireLock } from "../../src/store/index.ts";
import { processMark } from "../../src/store/process.ts";
import { leaveNothing, startChild, tempDir } from "./support.ts";

let dir: Awaited<ReturnType<typeof tempDir>>;
beforeEach(async () => {
  dir = await tempDir();
});
afterEach(() => dir.remove());
afterAll(leaveNothing);

const inUseBy = (pid: number | undefined) => ({
  code: "conflict",
  message: expect.stringMatching(`${dir.path}.* process ${pid}`) as string,
});

test("a second start is told which process has the directory", async () => {
  const lock = await acquireLock(dir.path);
  await expect(acquireLock(dir.path)).rejects.toMatchObject(inUseBy(process.pid));
  await lock.release();
  await (await acquireLock(dir.path)).release();
  expect(await readdir(dir.path)).toEqual([]);
});

test("the lock of a process that was killed is taken over", async () => {
  const child = await startChild(["lock", dir.path]);
  await child.until("locked");
  await expect(acquireLock(dir.path)).rejects.toMatchObject(inUseBy(child.process.pid));
  child.process.kill("SIGKILL");
  await once(child.process, "close");
  const lock = await acquireLock(dir.path);
  expect(await readdir(dir.path)).toEqual([lock.path.slice(dir.path.length + 1)]);
  await lock.release();
});

test("a lock whose pid now belongs to another process is taken over", async () => {
  const mark = await processMark(process.pid);
  expect(mark).toBeDefined();
  for (const stale of [`${mark}0`, `another-boot ${mark?.split(" ")[1]}`]) {
    await writeFile(join(dir.path, "gradus.lock.7"), JSON.stringify({ pid: process.pid, mark: stale }));
    await (await acquireLock(dir.path)).release();
  }
});

test("a lock that a full disk left empty does not block for ever", async () => {
  await writeFile(join(dir.path, "gradus.lock.1"), "");
  await (await acquireLock(dir.path)).release();
});

test("of many that take over a dead lock at the same time exactly one succeeds", async () => {
  for (let round = 0; round < 5; round++) {
    await writeFile(join(dir.path, "gradus.lock.3"), JSON.stringify({ pid: 999_999_999, mark: "x" }));
    const results = await Promise.allSettled(Array.from({ length: 15 }, () => acquireLock(dir.path)));
    const won = results.filter((r) => r.status === "fulfilled");
    expect(won).toHaveLength(1);
    for (const r of results) {
      if (r.status === "rejected") expect(r.reason).toMatchObject({ code: "conflict" });
    }
    await won[0]?.value.release();
  }
});
