import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { activate, currentVersion, readHistory } from "../src/index.ts";
import { startFleet, type Fleet, type Running } from "./support/fleet.ts";
import { expectHealed, expectSick, inject } from "./support/inject.ts";

describe("faults of a release", () => {
  let fleet: Fleet;
  let service: Running;
  beforeAll(async () => {
    fleet = await startFleet({ only: ["chatbot"] });
    service = fleet.services[0]!;
  });
  afterAll(() => fleet?.close());

  it("bad_release: requests fail from the change on; restarting does not help, rolling back does", async () => {
    const injection = await inject("bad_release", service);
    expect(await currentVersion(service.at.dir)).toBe("1.2.0");
    expect((await readHistory(service.at.dir)).at(-1)).toMatchObject({ version: "1.2.0" });
    await expectSick(service, /500|503/);
    await service.restart();
    await expectSick(service, /500|503/);
    expect(await service.log()).toMatch(
      /ERROR GET \/api\/\S+ 500\nTypeError: Cannot read properties of undefined \(reading 'tier'\)\n    at .*session\.mjs/,
    );
    await activate(service.at.dir, "1.1.0");
    expect(await injection.isCauseGone(), "the bad release still runs").toBe(false);
    await service.restart();
    await expectHealed(service, injection);
  });

  it("crash_release: crashes after every start until it is rolled back", async () => {
    const injection = await inject("crash_release", service);
    expect(await service.ended(15_000)).toBe(true);
    await service.start();
    expect(await service.ended(15_000)).toBe(true);
    expect(service.exits.slice(-2)).toEqual([
      { code: 1, signal: null },
      { code: 1, signal: null },
    ]);
    expect(await service.log()).toMatch(
      /TypeError: Cannot read properties of undefined \(reading 'expires'\)/,
    );
    expect(await injection.isCauseGone()).toBe(false);
    await activate(service.at.dir, "1.1.0");
    await service.start();
    await expectHealed(service, injection);
  }, 40_000);
});
