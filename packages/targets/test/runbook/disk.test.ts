import {
  existsSync,
  linkSync,
  readFileSync,
  readdirSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";
import { describe, expect, test } from "vitest";
import { createWorld, folder, observe } from "./world.ts";

describe("free-disk", () => {
  const world = createWorld({ port: 17_451 });
  const { dir, hands } = world;
  const data = folder(join(dir, "data"));
  const cache = folder(join(dir, "cache"));
  folder(join(cache, "deep"));
  const spool = join(dir, "spool.tmp");
  const target = {
    ...world.target,
    // One percent: any file system is over that, so that everything regenerable goes.
    disks: [{ path: dir, maxPercent: 1 }],
    regenerable: [
      join(cache, "*"),
      spool,
      join(dir, "linked/*"),
      join(dir, "linked/inner/*"),
      join(data, "*.wal"),
      join(dir, "config.json"),
    ],
  };
  const action = (path: string) => ({ runbook: "free-disk", params: { path } });
  const fill = (): void => {
    for (const path of [join(cache, "a"), join(cache, "b"), join(cache, "deep", "c"), spool])
      writeFileSync(path, "x".repeat(5_000));
    for (const name of ["rows", "x.wal"]) writeFileSync(join(data, name), "precious");
  };
  const inner = join(folder(join(data, "inner")), "precious");
  writeFileSync(inner, "precious");
  symlinkSync(data, join(dir, "linked"));
  symlinkSync(join(data, "rows"), join(cache, "link"));

  test("removes what is regenerable and nothing else: no link is followed, nothing deeper, no data, no configuration", async () => {
    fill();
    writeFileSync(join(cache, "orders.sqlite"), "precious");
    const outcome = await hands.apply(target, action(dir));
    expect(outcome.reason).toBeUndefined();
    expect(outcome.steps[0]?.output).toContain("15000 bytes of 3 files freed");
    expect(readdirSync(cache)).toEqual(["deep", "link", "orders.sqlite"]);
    expect(existsSync(join(cache, "deep", "c"))).toBe(true);
    expect(statSync(spool).size).toBe(0);
    expect([readFileSync(join(data, "rows"), "utf8"), readFileSync(join(data, "x.wal"), "utf8")]).toEqual([
      "precious",
      "precious",
    ]);
    expect(readFileSync(inner, "utf8")).toBe("precious");
    expect(readFileSync(world.configFile, "utf8")).toBe("{}\n");
    expect(await hands.causeGone(target, action(dir))).toBe(false);
  });

  test("a second name of a file outside keeps its content", async () => {
    linkSync(join(data, "rows"), join(cache, "hard"));
    await hands.apply(target, action(join(cache, "*")));
    expect(existsSync(join(cache, "hard"))).toBe(false);
    expect(readFileSync(join(data, "rows"), "utf8")).toBe("precious");
  });

  test("frees one entry only when that is named, and refuses every other path", async () => {
    fill();
    expect((await hands.apply(target, action(join(cache, "a")))).result).toBe("done");
    expect([existsSync(join(cache, "a")), existsSync(join(cache, "b"))]).toEqual([false, true]);
    for (const path of [data, join(data, "rows"), "/", "/etc/passwd", cache, join(cache, "deep", "c")]) {
      expect(await hands.check(target, action(path))).toContain("neither");
    }
    expect(await hands.check({ ...target, regenerable: [] }, action(dir))).toContain("declares no file");
  });

  test("stops as soon as there is room", async () => {
    fill();
    const roomy = { ...target, disks: [{ path: dir, maxPercent: 100 }] };
    const used = (await world.host.disk(dir))?.usedPercent ?? 0;
    if (used < 80) {
      await hands.apply(roomy, action(dir));
      expect(existsSync(join(cache, "a"))).toBe(true);
      expect(await hands.causeGone(roomy, action(dir))).toBe(true);
    }
  });

  test("is offered when the disk is full or the log says so, and only with something regenerable", () => {
    const full = observe(target.id, {
      kind: "disk",
      path: dir,
      usedPercent: 99,
      inodesPercent: 1,
      maxPercent: 90,
    });
    expect(hands.applicable(target, [full])).toContainEqual(action(dir));
    expect(hands.applicable({ ...target, regenerable: [] }, [full])).not.toContainEqual(action(dir));
    expect(hands.applicable(target, [])).not.toContainEqual(action(dir));
  });
});

describe("rotate-log", () => {
  const world = createWorld({ port: 17_452 });
  const log = join(world.dir, "app.log");
  const target = { ...world.target, logs: [{ path: log }] };
  const action = (path: string) => ({ runbook: "rotate-log", params: { path } });

  test("keeps everything in a copy, empties the log in place, and does nothing to an empty one", async () => {
    const text = "the same line\n".repeat(20_000);
    writeFileSync(log, text);
    const { ino } = statSync(log);
    expect((await world.hands.apply(target, action(log))).reason).toBeUndefined();
    expect([statSync(log).size, statSync(log).ino]).toEqual([0, ino]);
    const copies = (): string[] =>
      readdirSync(world.dir).filter((name) => /^app\.log\.\d{8}T\d{6}Z\.gz$/.test(name));
    expect(gunzipSync(readFileSync(join(world.dir, copies()[0] ?? ""))).toString()).toBe(text);
    await world.hands.apply(target, action(log));
    expect(copies()).toHaveLength(1);
  });

  test("is offered for the log that floods, and refused for files that are no log of the target", async () => {
    const flood = observe(target.id, {
      kind: "log",
      path: log,
      templateId: "t",
      template: "t",
      level: "info",
      count: 5_000,
      rate: 30_000,
      usualRate: 10,
      isNew: false,
      sample: "s",
    });
    expect(world.hands.applicable(target, [flood])).toContainEqual(action(log));
    expect(await world.hands.check(target, action(world.configFile))).toContain("none of");
  });
});
