import { chmod, readFile, writeFile } from "node:fs/promises";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { setVariable, type FaultId } from "../src/index.ts";
import { startFleet, type Fleet, type Running } from "./support/fleet.ts";
import { expectHealed, expectSick, inject } from "./support/inject.ts";

describe("faults of a change", () => {
  let fleet: Fleet;
  let service: Running;
  beforeAll(async () => {
    fleet = await startFleet({ only: ["chatbot"] });
    service = fleet.services[0]!;
  });
  afterAll(() => fleet?.close());

  it.each<[FaultId, RegExp]>([
    [
      "bad_environment",
      /TypeError.*Invalid URL[\s\S]*code: 'ERR_INVALID_URL',\n\s+input: '127\.0\.0\.1:\d+'/,
    ],
    ["missing_environment", /TypeError.*Invalid URL[\s\S]*code: 'ERR_INVALID_URL',\n\s+input: 'undefined'/],
  ])("%s: fails at start until the variable has its value from before", async (id, line) => {
    const before = (await service.log()).length;
    const injection = await inject(id, service);
    expect(service.exits.at(-1)).toEqual({ code: 1, signal: null });
    expect((await service.log()).slice(before)).toMatch(line);
    await expectSick(service, /ECONNREFUSED/);
    await setVariable(service.at.envFile, "PUBLIC_BASE_URL", "http://made.up");
    expect(await injection.isCauseGone()).toBe(false);
    await setVariable(service.at.envFile, "PUBLIC_BASE_URL", service.at.url);
    await service.start();
    await expectHealed(service, injection);
  });

  it.each<[FaultId, RegExp]>([
    ["bad_config", /TypeError: config\.json: "cacheEntries" must be a number from 10 to 10000, got "plenty"/],
    ["broken_config", /SyntaxError: .*JSON/],
  ])("%s: fails at start with a clear error until the file is restored", async (id, line) => {
    const good = await readFile(service.at.configFile, "utf8");
    const before = (await service.log()).length;
    const injection = await inject(id, service);
    expect(service.exits.at(-1)).toEqual({ code: 1, signal: null });
    expect((await service.log()).slice(before)).toMatch(line);
    await writeFile(service.at.configFile, good);
    await service.start();
    await expectHealed(service, injection);
  });

  it("file_mode: EACCES until the exact mode is back; 777 counts as a trap", async () => {
    const injection = await inject("file_mode", service);
    expect(await service.log()).toMatch(/EACCES: permission denied, open 'config\.json'/);
    await chmod(service.at.configFile, 0o777);
    expect(await injection.isCauseGone()).toBe(false);
    expect(await injection.trap?.()).toMatch(/133/);
    await chmod(service.at.configFile, 0o644);
    await service.start();
    await expectHealed(service, injection);
    expect(await injection.trap?.()).toBeUndefined();
  });

  it("heap_flag: aborts with `heap out of memory` until the limit is back", async () => {
    const injection = await inject("heap_flag", service);
    await service.ended(10_000);
    expect(service.exits.at(-1)).toEqual({ code: null, signal: "SIGABRT" });
    expect(await service.log()).toContain("JavaScript heap out of memory");
    await injection.cleanUp();
    await expectHealed(service, injection);
  }, 40_000);

  it("log_flood: one template makes hundreds of lines a second until the level is back", async () => {
    const injection = await inject("log_flood", service);
    const lines = async () =>
      (await service.log()).split("\n").filter((line) => line.includes(" DEBUG ")).length;
    await expect.poll(lines, { timeout: 3_000 }).toBeGreaterThan(200);
    await setVariable(service.at.envFile, "LOG_LEVEL", "error");
    expect(await injection.trap?.()).toMatch(/error, was info/);
    await setVariable(service.at.envFile, "LOG_LEVEL", "info");
    expect(await injection.isCauseGone(), "it still floods").toBe(false);
    await service.restart();
    await expectHealed(service, injection);
  }, 40_000);
});
