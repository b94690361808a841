import { execFileSync } from "node:child_process";
import { randomBytes } from "node:crypto";
import {
  appendFileSync,
  chmodSync,
  chownSync,
  lstatSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  statSync,
  symlinkSync,
  writeFileSync,
  writeSync,
} from "node:fs";
import { join } from "node:path";
import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { tempDir } from "../../../packages/targets/test/support/temp.ts";
import { NOBODY, overHosts } from "./adapters.ts";

const isRoot = process.getuid?.() === 0;

/** Names and texts that a shell, an option parser or a line-based tool would take for something else. */
const hostile = [
  "it's",
  'a "quote"',
  "$(touch pwned)",
  "`touch pwned`",
  "; touch pwned",
  "-rf",
  "--help",
  "a\nb\n",
  "tab\tand  spaces ",
  "*",
  "back\\slash\\n",
  "grün-🌱-\u202e",
  "{{ op }}",
  "%s%n",
  "~",
  "-",
];

overHosts(({ host, asNobody }) => {
  const dir = tempDir("host");
  chmodSync(dir, 0o755);

  describe("reading", () => {
    test("gives the whole, or a part from an offset on", async () => {
      const path = join(dir, "text");
      writeFileSync(path, "\ufeffgrün 🌱\n\n");
      expect(await host.readFile(path)).toBe("\ufeffgrün 🌱\n\n");
      expect(await host.readFile(path, { offset: 3, maxBytes: 2 })).toBe("gr");
      expect(await host.readFile(path, { offset: 1_000 })).toBe("");
      expect(await host.readFile(path, { maxBytes: 0 })).toBe("");
      expect(await host.readFile("/proc/self/status")).toContain("Pid:");
    });

    test("gives large files as they are, whether or not they can be packed", async () => {
      const path = join(dir, "large");
      const noise = randomBytes(60_000).toString("base64");
      const text = noise + "a line of a log\n".repeat(20_000) + noise;
      writeFileSync(path, text);
      expect(await host.readFile(path)).toBe(text);
      expect(await host.readFile(path, { offset: 70_000, maxBytes: 100_000 })).toBe(
        text.slice(70_000, 170_000),
      );
    });

    test("tells what is missing from what is no file", async () => {
      expect(await host.readFile(join(dir, "missing"))).toBeUndefined();
      expect(await host.readFile("/etc/passwd/x")).toBeUndefined();
      symlinkSync("nowhere", join(dir, "dangling"));
      expect(await host.readFile(join(dir, "dangling"))).toBeUndefined();
      await expect(host.readFile(dir)).rejects.toMatchObject({ code: "invalid_input" });
      execFileSync("mkfifo", [join(dir, "pipe")]);
      await expect(host.readFile(join(dir, "pipe"))).rejects.toMatchObject({ code: "invalid_input" });
    });

    test.runIf(isRoot)("says so where it is not permitted, rather than that nothing is there", async () => {
      mkdirSync(join(dir, "closed"), { mode: 0o700 });
      writeFileSync(join(dir, "closed/file"), "x");
      writeFileSync(join(dir, "secret"), "x", { mode: 0o600 });
      await asNobody(async () => {
        await expect(host.readFile(join(dir, "secret"))).rejects.toMatchObject({ code: "forbidden" });
        await expect(host.readFile(join(dir, "closed/file"))).rejects.toMatchObject({ code: "forbidden" });
        await expect(host.stat(join(dir, "closed/file"))).rejects.toMatchObject({ code: "forbidden" });
        await expect(host.list(join(dir, "closed"))).rejects.toMatchObject({ code: "forbidden" });
        await expect(host.writeFile(join(dir, "new"), "x")).rejects.toMatchObject({ code: "forbidden" });
        await expect(host.truncate(join(dir, "secret"))).rejects.toMatchObject({ code: "forbidden" });
        await expect(host.setMode(join(dir, "secret"), 0o777)).rejects.toMatchObject({ code: "forbidden" });
        await expect(host.remove(join(dir, "secret"))).rejects.toMatchObject({ code: "forbidden" });
      });
      expect(readFileSync(join(dir, "secret"), "utf8")).toBe("x");
    });
  });

  test("stat describes a file, a folder and a link itself", async () => {
    const path = join(dir, "described");
    writeFileSync(path, "12345");
    chmodSync(path, 0o4750);
    symlinkSync("some where\n", join(dir, "described-link"));
    const { size, mode, uid, gid, ino, mtimeMs, ctimeMs } = statSync(path);
    const found = await host.stat(path);
    expect(found).toMatchObject({ size, mode: mode & 0o7777, uid, gid, inode: ino, kind: "file" });
    expect(Math.abs((found?.mtimeMs ?? 0) - mtimeMs)).toBeLessThan(1_000);
    expect(Math.abs((found?.ctimeMs ?? 0) - ctimeMs)).toBeLessThan(1_000);
    expect(await host.stat(dir)).toMatchObject({ kind: "directory", mode: 0o755 });
    expect(await host.stat(join(dir, "described-link"))).toMatchObject({
      kind: "link",
      linkTarget: "some where\n",
    });
    expect(await host.stat("/dev/null")).toMatchObject({ kind: "other" });
    expect(await host.stat(join(dir, "not-there"))).toBeUndefined();
  });

  test("a list has hidden names too, in order, and none for what is no folder", async () => {
    const folder = join(dir, "listed");
    mkdirSync(folder);
    expect(await host.list(folder)).toEqual([]);
    for (const name of ["b", "a", ".hidden", "..odd", "*", "line\nend"])
      writeFileSync(join(folder, name), "");
    expect(await host.list(folder)).toEqual(["*", "..odd", ".hidden", "a", "b", "line\nend"]);
    await expect(host.list(join(folder, "none"))).rejects.toMatchObject({ code: "not_found" });
    await expect(host.list(join(folder, "a"))).rejects.toMatchObject({ code: "not_found" });
  });

  describe("writing", () => {
    test("replaces the content in one step and keeps the mode", async () => {
      const path = join(dir, "config");
      writeFileSync(path, "old");
      chmodSync(path, 0o640);
      const before = statSync(path).ino;
      await host.writeFile(path, "new");
      expect(readFileSync(path, "utf8")).toBe("new");
      expect(statSync(path)).toMatchObject({ mode: 0o100640 });
      expect(statSync(path).ino).not.toBe(before);
      await host.writeFile(path, "", { mode: 0o600 });
      expect(statSync(path)).toMatchObject({ mode: 0o100600, size: 0 });
      await host.writeFile(join(dir, "fresh"), "x");
      expect(statSync(join(dir, "fresh")).mode & 0o777).toBe(0o644);
      expect(readdirSync(dir).filter((name) => name.startsWith(".gradus-"))).toEqual([]);
    });

    test("carries what is too large for one command", async () => {
      const path = join(dir, "carried");
      const content = randomBytes(30_000).toString("base64");
      await host.writeFile(path, content);
      expect(readFileSync(path, "utf8")).toBe(content);
      expect(readdirSync(dir).filter((name) => name.startsWith(".gradus-"))).toEqual([]);
    });

    test("goes through a link, which stays a link", async () => {
      mkdirSync(join(dir, "elsewhere"));
      writeFileSync(join(dir, "elsewhere/real"), "old");
      symlinkSync("elsewhere/real", join(dir, "pointer"));
      await host.writeFile(join(dir, "pointer"), "new");
      expect(lstatSync(join(dir, "pointer")).isSymbolicLink()).toBe(true);
      expect(readFileSync(join(dir, "elsewhere/real"), "utf8")).toBe("new");
    });

    test.runIf(isRoot)("keeps the owner, and sets it if asked", async () => {
      const path = join(dir, "owned");
      writeFileSync(path, "old");
      chownSync(path, 1_234, 1_235);
      await host.writeFile(path, "new");
      expect(statSync(path)).toMatchObject({ uid: 1_234, gid: 1_235 });
      await host.writeFile(path, "newer", { gid: 7 });
      expect(statSync(path)).toMatchObject({ uid: 1_234, gid: 7 });
      await host.setMode(path, 0o4711, { uid: NOBODY, gid: 3 });
      expect(statSync(path)).toMatchObject({ uid: NOBODY, gid: 3, mode: 0o104711 });
    });

    test("needs a folder, and does not replace one", async () => {
      await expect(host.writeFile(join(dir, "no/where"), "x")).rejects.toMatchObject({ code: "not_found" });
      await expect(host.writeFile(dir, "x")).rejects.toMatchObject({ code: "invalid_input" });
    });
  });

  test("truncate empties a file in place, and a writer that appends goes on", async () => {
    const path = join(dir, "log");
    const fd = openSync(path, "a");
    writeSync(fd, "x".repeat(1_000));
    const before = statSync(path).ino;
    await host.truncate(path);
    writeSync(fd, "after");
    expect(readFileSync(path, "utf8")).toBe("after");
    expect(statSync(path).ino).toBe(before);
    await expect(host.truncate(join(dir, "no-log"))).rejects.toMatchObject({ code: "not_found" });
    await expect(host.truncate(dir)).rejects.toMatchObject({ code: "invalid_input" });
  });

  test("link points at something else in one step, and never replaces a file or folder", async () => {
    const path = join(dir, "current");
    mkdirSync(join(dir, "releases"));
    mkdirSync(join(dir, "releases/1"));
    await host.link(path, "releases/1");
    await host.link(path, "releases/2");
    expect(await host.stat(path)).toMatchObject({ kind: "link", linkTarget: "releases/2" });
    expect(readdirSync(join(dir, "releases/1"))).toEqual([]);
    appendFileSync(join(dir, "plain"), "");
    await expect(host.link(join(dir, "plain"), "x")).rejects.toMatchObject({ code: "conflict" });
    await expect(host.link(join(dir, "releases"), "x")).rejects.toMatchObject({ code: "conflict" });
  });

  test("removal takes files and links, never a folder, and what is gone is fine", async () => {
    const path = join(dir, "gone");
    writeFileSync(path, "");
    symlinkSync(dir, join(dir, "folder-link"));
    await host.remove(path);
    await host.remove(path);
    await host.remove(join(dir, "folder-link"));
    expect(await host.stat(path)).toBeUndefined();
    expect(await host.stat(join(dir, "folder-link"))).toBeUndefined();
    await expect(host.remove(dir)).rejects.toThrow();
    expect(await host.stat(dir)).toMatchObject({ kind: "directory" });
    await expect(host.setMode(path, 0o600)).rejects.toMatchObject({ code: "not_found" });
  });

  test("disk gives what the file system of a path has", async () => {
    const disk = await host.disk(dir);
    expect(disk?.path).toBe(dir);
    expect(disk?.totalBytes).toBeGreaterThan(1_000_000);
    expect(disk?.usedPercent).toBeGreaterThan(0);
    expect(disk?.usedPercent).toBeLessThanOrEqual(100);
    expect(disk?.inodesPercent).toBeGreaterThanOrEqual(0);
    expect(await host.disk("/no/such/folder")).toBeUndefined();
  });

  describe("hostile names and texts", () => {
    test.each(hostile)("%j is a name and a text like any other", async (text) => {
      const folder = tempDir("hostile");
      const path = join(folder, text);
      await host.writeFile(path, text);
      expect(readdirSync(folder)).toEqual([text]);
      expect(readFileSync(path, "utf8")).toBe(text);
      expect(await host.readFile(path)).toBe(text);
      expect(await host.stat(path)).toMatchObject({ kind: "file" });
      await host.setMode(path, 0o604);
      expect(statSync(path).mode & 0o777).toBe(0o604);
      await host.truncate(path);
      expect(await host.list(folder)).toEqual([text]);
      expect(await host.disk(path)).toMatchObject({ path });
      await host.remove(path);
      await host.link(path, text);
      expect(await host.stat(path)).toMatchObject({ kind: "link", linkTarget: text });
      await host.remove(path);
      expect(readdirSync(folder)).toEqual([]);
    });

    test("any text that is written is read back the same", { timeout: 60_000 }, async () => {
      const path = join(dir, "property");
      const texts = fc.oneof(
        fc.string({ unit: "binary", maxLength: 300 }),
        fc.string({
          unit: fc.constantFrom("'", '"', "`", "$(", "\\", "\n", "\0", "{{ args }}", ",", "é"),
          maxLength: 60,
        }),
      );
      await fc.assert(
        fc.asyncProperty(texts, async (text) => {
          await host.writeFile(path, text);
          expect(await host.readFile(path)).toBe(text);
        }),
        { numRuns: 40 },
      );
    });
  });
});
