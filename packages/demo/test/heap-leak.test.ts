import { afterAll, beforeAll, expect, it } from "vitest";
import { readMetric } from "../src/http.ts";
import { activate } from "../src/index.ts";
import { startFleet, type Fleet } from "./support/fleet.ts";
import { expectHealed, inject } from "./support/inject.ts";

let fleet: Fleet;
beforeAll(async () => {
  fleet = await startFleet({ only: ["email-blast"] });
});
afterAll(() => fleet?.close());

it("heap_leak: memory climbs until the process aborts with `heap out of memory`; a rollback ends it", async () => {
  const service = fleet.services[0]!;
  const injection = await inject("heap_leak", service);
  const began = performance.now();
  const heap = () => readMetric(service.at.port, "nodejs_heap_used_bytes");
  const first = (await heap())!;
  await expect.poll(heap, { timeout: 10_000 }).toBeGreaterThan(first + 20 * 1024 * 1024);
  expect(await service.ended(30_000)).toBe(true);
  console.log(`heap_leak: ended after ${Math.round(performance.now() - began)} ms`);
  expect(service.exits.at(-1)).toEqual({ code: null, signal: "SIGABRT" });
  expect(await service.log()).toMatch(/FATAL ERROR: .*JavaScript heap out of memory/);
  await service.start();
  expect(await injection.isCauseGone(), "a restart alone leaves the leaking release").toBe(false);
  await activate(service.at.dir, "1.1.0");
  await service.restart();
  await expectHealed(service, injection);
}, 45_000);
