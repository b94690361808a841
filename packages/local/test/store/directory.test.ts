import { readdir, readFile, rm, truncate, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, afterEach, beforeEach, expect, test } from "vitest";
import { aTask } from "../../../../test/contract/store/fixtures.ts";
import { openStore, leaveNothing, startChild, tempDir } from "./support.ts";

let dir: Awaited<ReturnType<typeof tempDir>>;
let directory: string;
beforeEach(async () => {
  dir = await tempDir();
  directory = join(dir.path, "store");
});
afterEach(() => dir.remove());
afterAll(leaveNothing);

async function fill(): Promise<void> {
  const { embedded, store } = await openStore(dir.path);
  for (let i = 0; i < 30; i++) await store.tasks.create(aTask(i));
  await embedded.close();
  // Opening once more moves the log into a table file.
  const again = await openStore(dir.path);
  await again.embedded.close();
}

const expectCorrupt = async (): Promise<void> => {
  const before = await readdir(directory);
  await expect(openStore(dir.path)).rejects.toMatchObject({
    code: "corrupt",
    message: expect.stringMatching(`${directory}.*Move it away`) as string,
  });
  const left = await readdir(directory);
  for (const name of before.filter((n) => n.endsWith(".ldb"))) expect(left).toContain(name);
};

test("a directory without its CURRENT file is corrupt, and its data files stay", async () => {
  await fill();
  await rm(join(directory, "CURRENT"));
  await expectCorrupt();
});

test("a directory whose manifest is missing or damaged is corrupt", async () => {
  await fill();
  const manifest = (await readFile(join(directory, "CURRENT"), "utf8")).trim();
  await writeFile(join(directory, manifest), "nonsense".repeat(100));
  await expectCorrupt();
  await rm(join(directory, manifest));
  await expectCorrupt();
});

test("a directory whose data file is cut off is corrupt", async () => {
  await fill();
  const tables = (await readdir(directory)).filter((name) => name.endsWith(".ldb"));
  expect(tables.length).toBeGreaterThan(0);
  for (const name of tables) await truncate(join(directory, name), 100);
  await rm(join(dir.path, "store.clean"), { force: true });
  await expectCorrupt();
});

test("a store that is open already is a conflict that names the directory", async () => {
  const first = await openStore(dir.path);
  await expect(openStore(dir.path)).rejects.toMatchObject({
    code: "conflict",
    message: expect.stringContaining(directory) as string,
  });
  await first.store.state.put("still", "works");
  await first.embedded.close();
});

// A limit on the size of files stands for the disk: writing fails in the middle of the log, as it does on a full one.
test.each([
  { limitKb: 700, resumes: false, name: "on a full disk writes fail and say so, and reads go on" },
  {
    limitKb: 2_000,
    resumes: true,
    name: "when there is room again writing resumes, and no answered write is lost",
  },
])("$name", async ({ limitKb, resumes }) => {
  const child = await startChild(["full", dir.path], limitKb);
  await child.until((lines) => lines.some((line) => line.startsWith("read ")));
  const failed = child.lines.findIndex((line) => line.startsWith("failed"));
  const failures = child.lines.filter((line) => line.startsWith("failed"));
  expect(failures).toHaveLength(3);
  for (const line of failures) expect(line).toMatch(`failed unavailable The disk of ${directory} is full`);
  expect(child.lines.slice(failed).some((line) => line.startsWith("put "))).toBe(resumes);
  expect(child.lines.at(-1)).toBe("read string");
  child.process.kill("SIGKILL");
  await child.exited;

  const { embedded, store } = await openStore(dir.path);
  const answered = child.lines.filter((line) => line.startsWith("put "));
  expect(answered.length).toBeGreaterThan(5);
  for (const line of answered) expect(await store.state.get(`s${line.slice(4)}`)).toBeTypeOf("string");
  await embedded.close();
});
