import { expect } from "vitest";
import { findFault, probeContent, type FaultId, type Injection } from "../../src/index.ts";
import { until } from "../../src/until.ts";
import type { Running } from "./fleet.ts";

/** Generous, because tests run in parallel on a busy machine; slowness has a test of its own. */
export const slowMilliseconds = 1_500;

/** Injects, and checks that the oracle sees the cause. */
export async function inject(id: FaultId, service: Running): Promise<Injection> {
  service.exits.length = 0;
  const injection = await findFault(id)!.inject(await service.context());
  expect(await injection.isCauseGone(), "the cause is there after injection").toBe(false);
  return injection;
}

/** The probe is good again within 15 s (the error window of a service is 6 s), and the cause is gone. */
export async function expectHealed(service: Running, injection: Injection): Promise<void> {
  let last: unknown;
  const well = async (): Promise<boolean> => {
    last = await probeContent(service.at.service, service.at.port, slowMilliseconds);
    return (last as { ok: boolean }).ok;
  };
  await until(well, 15_000, 100);
  expect(last).toMatchObject({ ok: true });
  expect(await injection.isCauseGone(), "the cause is gone").toBe(true);
}

export async function expectSick(service: Running, why: RegExp): Promise<void> {
  const result = await probeContent(service.at.service, service.at.port);
  expect(result.ok).toBe(false);
  expect(result.why).toMatch(why);
}
