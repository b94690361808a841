import {
  chmodSync,
  lstatSync,
  lutimesSync,
  mkdirSync,
  readFileSync,
  readlinkSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { createWorld, folder, observe } from "./world.ts";

const modeOf = (path: string): number => lstatSync(path).mode & 0o7777;

describe("restore-file", () => {
  const world = createWorld({ port: 17_421 });
  const { target, hands, manager, configFile } = world;
  const action = { runbook: "restore-file", params: { path: configFile } };

  test("puts content and mode back, makes the target read it, and takes it back exactly", async () => {
    await world.takeBaseline();
    writeFileSync(configFile, '{"broken":');
    chmodSync(configFile, 0o600);
    await manager.start(target);
    expect((await world.answer()).config).toBe('{"broken":');
    expect(hands.applicable(target, await world.drift())).toContainEqual(action);
    expect(await hands.causeGone(target, action)).toBe(false);

    const outcome = await hands.apply(target, action);
    expect(outcome.reason).toBeUndefined();
    expect([readFileSync(configFile, "utf8"), modeOf(configFile)]).toEqual(["{}\n", 0o640]);
    expect((await world.answer()).config).toBe("{}\n");
    expect(await hands.causeGone(target, action)).toBe(true);

    const { pid } = await manager.status(target);
    expect((await hands.apply(target, action)).steps).toHaveLength(1);
    expect((await manager.status(target)).pid).toBe(pid);

    expect((await hands.undo(target, action, outcome)).result).toBe("done");
    expect([readFileSync(configFile, "utf8"), modeOf(configFile)]).toEqual(['{"broken":', 0o600]);
  });

  test("does not take back what somebody changed since", async () => {
    const outcome = await hands.apply(target, action);
    writeFileSync(configFile, "by hand");
    expect(await hands.undo(target, action, outcome)).toMatchObject({ result: "failed" });
    expect(readFileSync(configFile, "utf8")).toBe("by hand");
  });

  test("refuses paths of others, links, secret files and a damaged baseline", async () => {
    const check = (path: string): Promise<string | undefined> =>
      hands.check(target, { runbook: "restore-file", params: { path } });
    expect(await check("/etc/passwd")).toContain("none of");
    expect(await check(`${world.dir}/run/../config.json`)).toContain("does not take these parameters");
    const secret = { ...target, files: [{ path: configFile, secret: true }] };
    expect(await hands.check(secret, action)).toContain("not kept");
    const baseline = await world.takeBaseline();
    await world.store.save({ ...baseline, files: baseline.files.map((f) => ({ ...f, content: "other" })) });
    expect(await hands.check(target, action)).toContain("damaged");
    await world.store.save(baseline);
    rmSync(configFile);
    symlinkSync("/etc/hostname", configFile);
    expect(await hands.check(target, action)).toContain("not a regular file");
    rmSync(configFile);
  });

  test("brings a missing file back, and removes it again on undo", async () => {
    const outcome = await hands.apply(target, action);
    expect(outcome.reason).toBeUndefined();
    expect(lstatSync(configFile).isFile()).toBe(true);
    await hands.undo(target, action, outcome);
    expect(await world.host.stat(configFile)).toBeUndefined();
  });
});

describe("restore-mode", () => {
  const world = createWorld({ port: 17_422 });
  const action = { runbook: "restore-mode", params: { path: world.configFile } };

  test("gives exactly the former mode, touches no content and no running process, and can be undone", async () => {
    await world.takeBaseline();
    await world.manager.start(world.target);
    chmodSync(world.configFile, 0o000);
    expect(world.hands.applicable(world.target, await world.drift())).toContainEqual(action);
    const { pid } = await world.manager.status(world.target);
    const outcome = await world.hands.apply(world.target, action);
    expect(outcome.reason).toBeUndefined();
    expect(modeOf(world.configFile)).toBe(0o640);
    expect(await world.hands.causeGone(world.target, action)).toBe(true);
    expect((await world.manager.status(world.target)).pid).toBe(pid);
    await world.hands.undo(world.target, action, outcome);
    expect(modeOf(world.configFile)).toBe(0);
    expect(await world.hands.causeGone(world.target, action)).toBe(false);
  });
});

describe("restore-environment", () => {
  const world = createWorld({ port: 17_423, env: { API_TOKEN: "abc", SIZE: "10" } });
  const { target, hands, manager, envFile } = world;
  const restore = (name: string) => ({ runbook: "restore-environment", params: { name } });

  test("puts one variable back, keeps every other line, restarts, and undoes it to the byte", async () => {
    await world.takeBaseline();
    const good = readFileSync(envFile, "utf8");
    const bad = `${good.replace("COLOR=green", "COLOR=red")}# a note\n\nEXTRA=1`;
    writeFileSync(envFile, bad);
    await manager.start(target);
    expect((await world.answer()).color).toBe("red");

    const outcome = await hands.apply(target, restore("COLOR"));
    expect(outcome.reason).toBeUndefined();
    expect(readFileSync(envFile, "utf8")).toBe(`${good}# a note\n\nEXTRA=1`);
    expect((await world.answer()).color).toBe("green");
    expect(await hands.causeGone(target, restore("COLOR"))).toBe(true);
    expect(await hands.causeGone(target, restore("EXTRA"))).toBe(false);
    expect(JSON.stringify(outcome)).not.toContain("abc");

    expect((await hands.undo(target, restore("COLOR"), outcome)).result).toBe("done");
    expect(readFileSync(envFile, "utf8")).toBe(bad);
  });

  test("puts all of them back at once, takes out what is new, and makes broken lines comments", async () => {
    const bad = "PORT=17423\nAPI_TOKEN=abc\nthis is no assignment\nEXTRA=1\nCOLOR=\n";
    writeFileSync(envFile, bad);
    const offered = hands.applicable(target, await world.drift());
    expect(offered.filter((a) => a.runbook === "restore-environment").map((a) => a.params["name"])).toEqual([
      "*",
      "COLOR",
      "SIZE",
      "EXTRA",
    ]);
    const outcome = await hands.apply(target, restore("*"));
    expect(outcome.reason).toBeUndefined();
    expect(readFileSync(envFile, "utf8")).toBe(
      "PORT=17423\nAPI_TOKEN=abc\n# this is no assignment\nCOLOR=green\nSIZE=10\n",
    );
    expect(await hands.causeGone(target, restore("*"))).toBe(true);
    // The service does not start with the broken line, so that undo ends with a failed step; the file is as it was.
    await hands.undo(target, restore("*"), outcome);
    expect(readFileSync(envFile, "utf8")).toBe(bad);
    await hands.apply(target, restore("*"));
  });

  test("offers to repair a line that keeps the service from starting, and names that are set twice", async () => {
    const good = readFileSync(envFile, "utf8");
    writeFileSync(envFile, `COLOR=red\n${good}`);
    expect((await hands.apply(target, restore("COLOR"))).reason).toBeUndefined();
    expect(readFileSync(envFile, "utf8")).toBe(good);
    writeFileSync(envFile, `${good}garbage\n`);
    expect(hands.applicable(target, await world.drift())).toContainEqual(restore("*"));
    expect(await hands.causeGone(target, restore("*"))).toBe(false);
    const outcome = await hands.apply(target, restore("*"));
    expect(readFileSync(envFile, "utf8")).toBe(`${good}# garbage\n`);
    expect(await hands.causeGone(target, restore("*"))).toBe(true);
    await hands.undo(target, restore("*"), outcome);
    writeFileSync(envFile, good);
  });

  test("makes a lost file again, unless it held a secret", async () => {
    const good = readFileSync(envFile, "utf8");
    rmSync(envFile);
    expect(hands.applicable(target, await world.drift())).toContainEqual(restore("*"));
    expect(await hands.check(target, restore("*"))).toContain("not all of its values are kept");
    writeFileSync(envFile, "PORT=17423\nCOLOR=green\n");
    await world.takeBaseline();
    rmSync(envFile);
    const outcome = await hands.apply(target, restore("*"));
    expect([readFileSync(envFile, "utf8"), modeOf(envFile)]).toEqual(["PORT=17423\nCOLOR=green\n", 0o600]);
    await hands.undo(target, restore("*"), outcome);
    expect(await world.host.stat(envFile)).toBeUndefined();
    writeFileSync(envFile, good);
    await world.takeBaseline();
    await hands.apply(target, { runbook: "restart-service", params: {} });
  });

  test("does not interrupt a process that has the value already", async () => {
    const good = readFileSync(envFile, "utf8");
    const { pid } = await manager.status(target);
    writeFileSync(envFile, good.replace("COLOR=green", "COLOR=blue"));
    expect((await hands.apply(target, restore("COLOR"))).result).toBe("done");
    expect(readFileSync(envFile, "utf8")).toBe(good);
    expect((await manager.status(target)).pid).toBe(pid);
  });

  test("refuses a secret, whose value is not kept", async () => {
    expect(await hands.check(target, restore("API_TOKEN"))).toContain("not kept");
    expect(await hands.check(target, restore("NEW_TOKEN"))).toContain("not kept");
  });
});

describe("roll-back-release", () => {
  const world = createWorld({ port: 17_424 });
  const releases = folder(join(world.dir, "releases"));
  for (const version of ["1.0.0", "1.1.0", "1.2.0"]) mkdirSync(join(releases, version));
  const link = join(world.dir, "current");
  symlinkSync("releases/1.2.0", link);
  const target = {
    ...world.target,
    release: { kind: "symlink" as const, link, releases },
    manager: { ...world.target.manager, cwd: link } as typeof world.target.manager,
  };
  const to = (version: string) => ({ runbook: "roll-back-release", params: { to: version } });

  test("goes back to the baseline's version, sees that it is served, and forward again on undo", async () => {
    const baseline = await world.takeBaseline("1.0.0");
    await world.store.save({ ...baseline, generation: 2, version: "1.1.0" });
    await world.manager.start(target);
    expect((await world.answer()).folder).toBe(join(releases, "1.2.0"));
    const seen = observe(target.id, { kind: "release", version: "1.2.0", baselineVersion: "1.1.0" });
    expect(world.hands.applicable(target, [seen])).toContainEqual(to("1.1.0"));

    const outcome = await world.hands.apply(target, to("1.1.0"));
    expect(outcome.reason).toBeUndefined();
    expect(readlinkSync(link)).toBe("releases/1.1.0");
    expect((await world.answer()).folder).toBe(join(releases, "1.1.0"));
    expect(await world.hands.causeGone(target, to("1.1.0"))).toBe(true);
    const { pid } = await world.manager.status(target);
    await world.hands.apply(target, to("1.1.0"));
    expect((await world.manager.status(target)).pid).toBe(pid);

    await world.hands.undo(target, to("1.1.0"), outcome);
    expect(readlinkSync(link)).toBe("releases/1.2.0");
    expect(await world.hands.causeGone(target, to("1.1.0"))).toBe(false);
  });

  test("a link that was moved while the old release still runs is not served", async () => {
    await world.host.link(link, "releases/1.1.0");
    lutimesSync(link, 1, 1);
    expect(await world.hands.causeGone(target, to("1.1.0"))).toBe(false);
  });

  test("takes an earlier known good version, and no other", async () => {
    expect(await world.hands.check(target, to("1.0.0"))).toBeUndefined();
    expect(await world.hands.check(target, to("1.2.0"))).toContain("not known to be good");
    expect(await world.hands.check(target, to("../1.1.0"))).toContain("does not take these parameters");
    rmSync(join(releases, "1.0.0"), { recursive: true });
    expect(await world.hands.check(target, to("1.0.0"))).toContain("not there");
  });
});
