import { execFile } from "node:child_process";
import { cp, mkdir, mkdtemp, readdir, readFile, rm, stat, utimes, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { afterEach, beforeEach, expect, it } from "vitest";
import { root as checkout } from "../support/bundle.ts";

const run = promisify(execFile);

/** A checkout whose web/build.mjs writes a number that grows with each build. */
let root: string;
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), "gradus-site-"));
  await cp(join(checkout, "scripts"), join(root, "scripts"), { recursive: true });
  await mkdir(join(root, "web", "src"), { recursive: true });
  await writeFile(join(root, "web", "src", "main.tsx"), "one");
  await writeFile(
    join(root, "web", "build.mjs"),
    `import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
     export async function build({ outDir }) {
       mkdirSync(outDir, { recursive: true });
       writeFileSync(outDir + "/index.html", readFileSync("web/src/main.tsx"));
     }`,
  );
  for (const source of ["src/main.tsx", "build.mjs"]) await age(join(root, "web", source), 60);
});

/** As if it had been written so many minutes ago: the clock of a machine may be set back by more than a test takes. */
async function age(path: string, minutes: number): Promise<void> {
  const then = new Date(Date.now() - minutes * 60_000);
  await utimes(path, then, then);
}

afterEach(() => rm(root, { recursive: true, force: true }));

const site = async (): Promise<string> =>
  (await run(process.execPath, ["scripts/site.mjs"], { cwd: root })).stdout;
const index = (): string => join(root, "dist", "site", "index.html");
const page = (): Promise<string> => readFile(index(), "utf8");

it("the dashboard is built when it is not there or a source is newer, and else left as it is", async () => {
  expect([await site(), await page()]).toEqual(["building\n", "one"]);
  await age(index(), 30);
  expect(await site()).toBe("");
  await writeFile(join(root, "web", "src", "main.tsx"), "two");
  expect([await site(), await page()]).toEqual(["building\n", "two"]);
  const later = new Date(Date.now() + 60_000);
  await writeFile(join(root, "package-lock.json"), "{}");
  await utimes(join(root, "package-lock.json"), later, later);
  expect(await site()).toBe("building\n");
});

it("what is built or installed next to the sources is none of them", async () => {
  await site();
  const later = new Date(Date.now() + 60_000);
  for (const folder of ["dist", "node_modules"]) {
    await mkdir(join(root, "web", folder));
    await writeFile(join(root, "web", folder, "main.js"), "");
    await utimes(join(root, "web", folder, "main.js"), later, later);
  }
  expect(await site()).toBe("");
});

it("two that build at the same moment leave one whole dashboard, and nothing half-done", async () => {
  await Promise.all([site(), site(), site()]);
  expect(await page()).toBe("one");
  expect(await readdir(join(root, "dist"))).toEqual(["site"]);
});

it("a build that fails leaves what was there, and says why", async () => {
  await site();
  await age(index(), 30);
  const before = await stat(index());
  await writeFile(join(root, "web", "build.mjs"), 'throw new Error("no such thing");');
  await expect(site()).rejects.toMatchObject({ code: 1, stderr: expect.stringContaining("no such thing") });
  expect((await stat(index())).mtimeMs).toBe(before.mtimeMs);
  expect(await readdir(join(root, "dist"))).toEqual(["site"]);
});
