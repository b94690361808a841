import { execFileSync } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import { setPriority } from "node:os";
import { connect } from "node:net";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { probeContent } from "../src/index.ts";
import { startFleet, type Fleet, type Running } from "./support/fleet.ts";
import { expectHealed, expectSick, inject, slowMilliseconds } from "./support/inject.ts";

const hogPid = (cause: string): number => Number(/process (\d+)/.exec(cause)?.[1]);

describe("faults of the process and its neighbours", () => {
  let fleet: Fleet;
  let service: Running;
  beforeAll(async () => {
    fleet = await startFleet({ only: ["email-blast"] });
    service = fleet.services[0]!;
  });
  afterAll(() => fleet?.close());

  it("crash: exits with 1 and leaves an Error with its stack; a restart is enough", async () => {
    const injection = await inject("crash", service);
    await service.ended();
    expect(service.exits).toEqual([{ code: 1, signal: null }]);
    expect(await service.log()).toMatch(/^Error: Cannot finish request.*\n    at .*admin\.mjs/m);
    await service.start();
    await expectHealed(service, injection);
  });

  it("kill: ends by signal 9 without a word; a restart is enough", async () => {
    const before = await service.log();
    const injection = await inject("kill", service);
    await service.ended();
    expect(service.exits).toEqual([{ code: null, signal: "SIGKILL" }]);
    expect((await service.log()).slice(before.length)).not.toMatch(/Error|heap/);
    await service.start();
    await expectHealed(service, injection);
  });

  it("freeze: is in state T, accepts TCP and never answers; SIGCONT is enough", async () => {
    const injection = await inject("freeze", service);
    expect(readFileSync(`/proc/${service.pid}/stat`, "utf8")).toMatch(/\) T /);
    await new Promise<void>((resolve, reject) => {
      const socket = connect(service.at.port, "127.0.0.1", () => resolve(void socket.destroy()));
      socket.once("error", reject);
    });
    await expectSick(service, /no answer/);
    process.kill(service.pid, "SIGCONT");
    await expectHealed(service, injection);
  });

  it("port_squatter: the service cannot listen until the squatter is stopped", async () => {
    const injection = await inject("port_squatter", service);
    expect(await service.log()).toMatch(/Error: listen EADDRINUSE: address already in use 127\.0\.0\.1:\d+/);
    expect(service.exits.at(-1)).toEqual({ code: 1, signal: null });
    await expectSick(service, /404/);
    await service.start().catch(() => undefined);
    expect(await injection.isCauseGone()).toBe(false);
    process.kill(hogPid(injection.cause), "SIGTERM");
    await expect.poll(() => injection.isCauseGone()).toBe(true);
    await service.start();
    await expectHealed(service, injection);
    expect(await injection.trap?.()).toBeUndefined();
  });

  it("cpu_hog: makes the victim slow until the hog is stopped; restarting the victim is a trap", async () => {
    const rest = await probeContent("email-blast", service.at.port, slowMilliseconds);
    const injection = await inject("cpu_hog", service);
    try {
      const slow = await probeContent("email-blast", service.at.port, 3 * rest.milliseconds!);
      console.log(
        `cpu_hog: ${rest.milliseconds} ms at rest, ${slow.milliseconds} ms with the hog (${slow.why})`,
      );
      expect(slow.why).toMatch(/slow|no answer/);
      expect(await injection.isCauseGone()).toBe(false);
      process.kill(hogPid(injection.cause), "SIGTERM");
      await expectHealed(service, injection);
      expect(await injection.trap?.()).toBeUndefined();
      await service.restart();
      expect(await injection.trap?.()).toMatch(/restarted/);
    } finally {
      await injection.cleanUp();
    }
  }, 40_000);

  it("cpu_hog: renicing the whole hog counts as well, renicing one thread does not", async () => {
    const injection = await inject("cpu_hog", service);
    try {
      const pid = hogPid(injection.cause);
      setPriority(pid, 15);
      expect(await injection.isCauseGone()).toBe(false);
      for (const thread of readdirSync(`/proc/${pid}/task`)) setPriority(Number(thread), 19);
      execFileSync("/bin/sh", [
        "-c",
        `if [ -e /proc/${pid}/autogroup ]; then echo 19 > /proc/${pid}/autogroup; fi`,
      ]);
      await expectHealed(service, injection);
      expect(await injection.trap?.()).toBeUndefined();
    } finally {
      await injection.cleanUp();
    }
  }, 40_000);
});
