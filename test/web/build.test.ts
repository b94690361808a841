import { mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { build } from "../../web/build.mjs";

const KIB = 1_024;
let outDir: string;
let names: { script: string; style: string };
const text = (name: string): Promise<string> => readFile(join(outDir, name), "utf8");

beforeAll(async () => {
  outDir = await mkdtemp(join(tmpdir(), "gradus-site-"));
  await writeFile(join(outDir, "app-OLDOLDOL.js"), "old");
  await writeFile(join(outDir, "config.json"), "{}");
  names = await build({ outDir });
});
afterAll(() => rm(outDir, { recursive: true, force: true }));

it("takes the place of what was built before, and leaves what is not its own", async () => {
  expect((await readdir(outDir)).sort()).toEqual(
    [names.script, "config.json", "icon.svg", "index.html", names.style].sort(),
  );
  expect([names.script, names.style].join(" ")).toMatch(/^app-[A-Z0-9]{8}\.js style-[A-Z0-9]{8}\.css$/);
});

it("gives the same files the same names", async () => {
  expect(await build({ outDir })).toEqual(names);
});

it("has nothing inline, and names its files", async () => {
  const page = await text("index.html");
  expect(page).toContain(`src="/${names.script}"`);
  expect(page).toContain(`href="/${names.style}"`);
  expect(page).not.toMatch(/<style|\sstyle=|\son\w+=|<script(?![^>]* src=)[^>]*>/);
});

it("stays small, and has no way from text to markup or code", async () => {
  const script = await text(names.script);
  expect(Buffer.byteLength(script)).toBeLessThan(40 * KIB);
  expect(script).not.toMatch(
    /innerHTML|outerHTML|insertAdjacentHTML|document\.write|DOMParser|\beval\(|new Function/,
  );
});
