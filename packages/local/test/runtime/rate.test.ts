import { expect, it } from "vitest";
import { createRate } from "../../src/runtime/rate.ts";

const from = (remoteAddress: string) => ({ incoming: { socket: { remoteAddress } } });

it("an address that asks too much waits, and no other does", async () => {
  const rate = createRate({ requests: 3, seconds: 60 });
  for (let n = 0; n < 3; n++) expect(await rate(from("10.0.0.1"))).toBeUndefined();
  const wait = await rate(from("10.0.0.1"));
  expect(wait).toBeGreaterThan(0);
  expect(wait).toBeLessThanOrEqual(60);
  expect(await rate(from("10.0.0.2"))).toBeUndefined();
});

it("a connection without an address is counted with all others of its kind", async () => {
  const rate = createRate({ requests: 1, seconds: 60 });
  expect(await rate(undefined)).toBeUndefined();
  expect(await rate({})).toBeGreaterThan(0);
});
