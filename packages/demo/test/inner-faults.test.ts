import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { ask, control, readMetric } from "../src/http.ts";
import { probeContent } from "../src/index.ts";
import { startFleet, type Fleet, type Running } from "./support/fleet.ts";
import { expectHealed, expectSick, inject, slowMilliseconds } from "./support/inject.ts";

const megabyte = 1024 * 1024;

describe("faults inside of a service", () => {
  let fleet: Fleet;
  let service: Running;
  const health = async () => {
    const { status, body } = await ask(service.at.port, "/health");
    return {
      code: status,
      ...(JSON.parse(body) as { status: string; checks: Record<string, { status: string }> }),
    };
  };
  beforeAll(async () => {
    fleet = await startFleet({ only: ["chatbot"] });
    service = fleet.services[0]!;
  });
  afterAll(() => fleet?.close());

  it("poisoned_cache: answers are wrong and /health says so; clearing is enough, a restart is a trap", async () => {
    const injection = await inject("poisoned_cache", service);
    const wrong = await ask(service.at.port, "/api/ask?q=hours");
    expect(wrong.body).not.toContain("9:00 to 17:00");
    expect(await health()).toMatchObject({ code: 503, checks: { cache: { status: "failing" } } });
    await expectSick(service, /fail verification/);
    expect((await ask(service.at.port, "/api/ask?q=shipping")).status).toBe(500);
    expect(await service.log()).toMatch(/ERROR GET \/api\/ask 500\nSyntaxError/);
    await control(service.at.port, "/admin/cache/clear");
    expect(await injection.trap?.()).toBeUndefined();
    await expectHealed(service, injection);
  });

  it("high_error: half of the requests fail until the cache is cleared", async () => {
    const injection = await inject("high_error", service);
    const codes = await Promise.all(
      Array.from({ length: 20 }, async () => (await ask(service.at.port, "/api/ask?q=hours")).status),
    );
    const failed = codes.filter((code) => code === 500).length;
    expect(failed).toBeGreaterThanOrEqual(8);
    expect(failed).toBeLessThanOrEqual(12);
    expect(await health()).toMatchObject({ code: 503, checks: { errors: { status: "failing" } } });
    await control(service.at.port, "/admin/cache/clear");
    await expectHealed(service, injection);
  });

  it("high_memory: really takes memory, and gives it back when the cache is cleared", async () => {
    const resident = async () =>
      (await readMetric(service.at.port, "process_resident_memory_bytes"))! / megabyte;
    const injection = await inject("high_memory", service);
    await expect.poll(resident, { timeout: 8_000 }).toBeGreaterThan(180);
    expect(await health()).toMatchObject({ code: 200, status: "degraded" });
    await control(service.at.port, "/admin/cache/clear");
    await expect.poll(resident, { timeout: 3_000 }).toBeLessThan(100);
    await expectHealed(service, injection);
  });

  it("high_cpu: burns a core and lags; a pause cancels it for good, also after resume", async () => {
    const injection = await inject("high_cpu", service);
    await expect
      .poll(async () => (await health()).checks["eventLoop"]?.status, { timeout: 4_000 })
      .toBe("degraded");
    const cpu = () => readMetric(service.at.port, "process_cpu_seconds_total");
    const before = (await cpu())!;
    await expect.poll(cpu, { timeout: 8_000 }).toBeGreaterThan(before + 0.5);
    await control(service.at.port, "/admin/pause");
    await control(service.at.port, "/admin/resume");
    await expectHealed(service, injection);
  });

  it("blip: heals by itself within about 3 s", async () => {
    const began = performance.now();
    const injection = await inject("blip", service);
    await expectSick(service, /503/);
    await expect
      .poll(async () => (await probeContent("chatbot", service.at.port, slowMilliseconds)).ok, {
        timeout: 20_000,
      })
      .toBe(true);
    expect(await injection.isCauseGone()).toBe(true);
    expect(await injection.trap?.()).toBeUndefined();
    console.log(`blip: well after ${Math.round(performance.now() - began)} ms`);
  });
});
