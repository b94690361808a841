import { execFileSync } from "node:child_process";
import {
  appendFileSync,
  chmodSync,
  chownSync,
  lstatSync,
  mkdirSync,
  openSync,
  readFileSync,
  readdirSync,
  statSync,
  symlinkSync,
  writeFileSync,
  writeSync,
} from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { createLocalHost } from "../../src/host/index.ts";
import { tempDir } from "../support/temp.ts";

const host = createLocalHost();
const dir = tempDir("files");
const isRoot = process.getuid?.() === 0;

describe("writeFile", () => {
  test("replaces the content in one step and keeps the mode", async () => {
    const path = join(dir, "config");
    writeFileSync(path, "old", { mode: 0o640 });
    chmodSync(path, 0o640);
    const before = statSync(path).ino;
    await host.writeFile(path, "new");
    expect(readFileSync(path, "utf8")).toBe("new");
    expect(statSync(path).mode & 0o777).toBe(0o640);
    expect(statSync(path).ino).not.toBe(before);
    await host.writeFile(path, "newer", { mode: 0o600 });
    expect(statSync(path).mode & 0o777).toBe(0o600);
    expect(readdirSync(dir).filter((name) => name.startsWith(".gradus-"))).toEqual([]);
  });

  test("writes through a link and leaves the link a link", async () => {
    writeFileSync(join(dir, "real"), "old");
    symlinkSync("real", join(dir, "pointer"));
    await host.writeFile(join(dir, "pointer"), "new");
    expect(lstatSync(join(dir, "pointer")).isSymbolicLink()).toBe(true);
    expect(readFileSync(join(dir, "real"), "utf8")).toBe("new");
  });

  test.runIf(isRoot)("keeps the owner, and sets it if asked", async () => {
    const path = join(dir, "owned");
    writeFileSync(path, "old");
    chownSync(path, 1_234, 1_235);
    await host.writeFile(path, "new");
    expect(statSync(path)).toMatchObject({ uid: 1_234, gid: 1_235 });
    await host.writeFile(path, "newer", { uid: 0, gid: 0 });
    expect(statSync(path)).toMatchObject({ uid: 0, gid: 0 });
  });

  test.runIf(isRoot)("keeps another user's file that user's when it is not root who writes", () => {
    const open = join(dir, "open");
    mkdirSync(open);
    chmodSync(dir, 0o755);
    chmodSync(open, 0o777);
    const path = join(open, "shared");
    writeFileSync(path, "old");
    chmodSync(path, 0o666);
    const script = join(import.meta.dirname, "../../src/host/write.ts");
    const bundle = join(dir, "write.mjs");
    execFileSync(join(import.meta.dirname, "../../../../node_modules/.bin/esbuild"), [
      script,
      "--bundle",
      "--platform=node",
      "--format=esm",
      `--outfile=${bundle}`,
      "--log-level=error",
    ]);
    const run = `import(${JSON.stringify(bundle)}).then((m) => m.writeFile(${JSON.stringify(path)}, "new"))`;
    execFileSync(process.execPath, ["-e", run], { uid: 65_534, gid: 65_534 });
    expect(readFileSync(path, "utf8")).toBe("new");
    expect(statSync(path).uid).toBe(0);
    expect(readdirSync(open)).toEqual(["shared"]);
  });

  test("a folder that is not there is an error, and so is a folder in the file's place", async () => {
    await expect(host.writeFile(join(dir, "no/where"), "x")).rejects.toMatchObject({ code: "not_found" });
    await expect(host.writeFile(dir, "x")).rejects.toMatchObject({ code: "invalid_input" });
  });
});

describe("readFile", () => {
  test("reads a part, and text beyond ASCII as it is", async () => {
    const path = join(dir, "text");
    writeFileSync(path, "\ufeffgrün 🌱");
    expect(await host.readFile(path)).toBe("\ufeffgrün 🌱");
    expect(await host.readFile(path, { offset: 3, maxBytes: 2 })).toBe("gr");
    expect(await host.readFile("/proc/self/status")).toContain("Pid:");
  });

  test("a missing file is undefined; a folder and a pipe are errors, not waits", async () => {
    expect(await host.readFile(join(dir, "missing"))).toBeUndefined();
    await expect(host.readFile(dir)).rejects.toMatchObject({ code: "invalid_input" });
    execFileSync("mkfifo", [join(dir, "pipe")]);
    await expect(host.readFile(join(dir, "pipe"))).rejects.toMatchObject({ code: "invalid_input" });
    await expect(host.truncate(join(dir, "pipe"))).rejects.toThrow();
  });
});

test("truncate empties a file in place, and a writer that appends goes on", async () => {
  const path = join(dir, "log");
  const fd = openSync(path, "a");
  writeSync(fd, "x".repeat(1_000));
  await host.truncate(path);
  writeSync(fd, "after");
  expect(readFileSync(path, "utf8")).toBe("after");
  await expect(host.truncate(join(dir, "no-log"))).rejects.toMatchObject({ code: "not_found" });
});

test("link points at something else in one step, and never replaces a file or folder", async () => {
  const path = join(dir, "current");
  await host.link(path, "releases/1");
  await host.link(path, "releases/2");
  expect(await host.stat(path)).toMatchObject({ kind: "link", linkTarget: "releases/2" });
  appendFileSync(join(dir, "plain"), "");
  await expect(host.link(join(dir, "plain"), "x")).rejects.toMatchObject({ code: "conflict" });
  expect(await host.stat(join(dir, "plain"))).toMatchObject({ kind: "file" });
});

test("mode, listing and removal", async () => {
  const path = join(dir, "mode");
  writeFileSync(path, "");
  await host.setMode(path, 0o600);
  expect(await host.stat(path)).toMatchObject({ mode: 0o600, size: 0, kind: "file" });
  expect(await host.list(dir)).toContain("mode");
  await host.remove(path);
  await host.remove(path);
  expect(await host.stat(path)).toBeUndefined();
  await expect(host.remove(dir)).rejects.toThrow();
});
