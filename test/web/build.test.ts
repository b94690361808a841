import { mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { afterAll, beforeAll, expect, it } from "vitest";
import { build } from "../../web/build.mjs";

const KB = 1_000;
let outDir: string;
let files: string[];
let page: string;
const read = (name: string): Promise<string> => readFile(join(outDir, name), "utf8");
const gzipped = async (names: readonly string[]): Promise<number> =>
  (await Promise.all(names.map(async (name) => gzipSync(await read(name), { level: 9 }).length))).reduce(
    (sum, size) => sum + size,
    0,
  );
const named = (end: string): string[] => files.filter((name) => name.endsWith(end));
/** What the page asks for before anybody has pressed anything. */
const first = (end: string): string[] =>
  [...page.matchAll(/(?:src|href)="\/(assets\/[^"]+)"/g)].flatMap(([, name = ""]) =>
    name.endsWith(end) ? [name] : [],
  );

beforeAll(async () => {
  outDir = await mkdtemp(join(tmpdir(), "gradus-site-"));
  await writeFile(join(outDir, "old-OLDOLDOL.js"), "old");
  ({ files } = await build({ outDir }));
  page = await read("index.html");
});
afterAll(() => rm(outDir, { recursive: true, force: true }));

it("takes the place of what was built before", async () => {
  const there = await readdir(outDir);
  expect(there).not.toContain("old-OLDOLDOL.js");
  expect(there).toEqual(
    expect.arrayContaining(["assets", "index.html", "icon.svg", "icon-192.png", "app.webmanifest"]),
  );
});

it("gives the same sources the same names, with a hash that says that they may be kept", async () => {
  expect((await build({ outDir })).files).toEqual(files);
  for (const name of files.filter((one) => one !== "index.html"))
    expect(name).toMatch(/^assets\/[\w-]+-[\w-]{8}\.(js|css)$/);
});

it("has nothing inline, and asks nobody else for anything", () => {
  expect(page).not.toMatch(/<style|\sstyle=|\son\w+=|<script(?![^>]* src=)[^>]*>|https?:/);
  expect(first(".js").length).toBeGreaterThan(0);
});

it("is at most 125 KB of script and 12 KB of style for the first page, and 190 KB of script in all (gzipped)", async () => {
  expect(await gzipped(first(".js"))).toBeLessThanOrEqual(125 * KB);
  expect(await gzipped(first(".css"))).toBeLessThanOrEqual(12 * KB);
  expect(await gzipped(named(".js"))).toBeLessThanOrEqual(190 * KB);
});

it("has one React, and no way from text to code", async () => {
  const scripts = await Promise.all(named(".js").map(read));
  const all = scripts.join("\n");
  expect(/document\.write\(|\beval\(|new Function\(|insertAdjacentHTML/.exec(all)?.[0]).toBeUndefined();
  // React and its DOM each say theirs.
  const versions = [...all.matchAll(/\.version=["`'](\d+\.\d+\.\d+)["`']/g)].map(([, version]) => version);
  expect(new Set(versions).size).toBe(1);
});
