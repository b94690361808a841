import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { askerOf, createRate, tooMany } from "../../functions/runtime/rate.ts";

const person = (sub: string) => ({ requestContext: { authorizer: { jwt: { claims: { sub } } } } });
const link = (token: string) => ({ pathParameters: { token } });

describe("on AWS who asks too much", () => {
  it("waits, and nobody else does: not another person, nor a signed link", () => {
    let now = 0;
    const rate = createRate({ requests: 3, seconds: 10, now: () => now });
    const ada = askerOf(person("ada"));
    for (let n = 0; n < 3; n++) expect(rate(ada)).toBeUndefined();
    expect(rate(ada)).toBe(10);
    now = 9_500;
    expect(rate(ada)).toBe(1);
    for (const other of [person("bob"), link("l1"), link("l2"), {}, undefined])
      expect(rate(askerOf(other))).toBeUndefined();
    now = 10_000;
    expect(rate(ada)).toBeUndefined();
  });

  it("is counted by the id in the token, which no person can choose; a link is not a person", () => {
    expect(askerOf(person("link l1"))).not.toBe(askerOf(link("l1")));
    expect(askerOf({ ...person("ada"), ...link("anything") })).toBe(askerOf(person("ada")));
  });

  it("never waits for longer than the stretch that is counted, however the clock goes and however many there are", () => {
    const step = fc.record({ who: fc.nat(1_500), ms: fc.integer({ min: -5_000, max: 5_000 }) });
    fc.assert(
      fc.property(fc.array(step, { maxLength: 200 }), (steps) => {
        let now = 1_000_000;
        const rate = createRate({ requests: 2, seconds: 10, now: () => now });
        for (let n = 0; n < 1_200; n++) rate(`crowd ${n}`);
        for (const { who, ms } of steps) {
          now += ms;
          const wait = rate(`person ${who}`);
          if (wait !== undefined) expect(wait).toBeGreaterThanOrEqual(1);
          expect(wait ?? 0).toBeLessThanOrEqual(10);
        }
      }),
      { numRuns: 50 },
    );
  });

  it("is told when to come again, in the one shape in which anything is refused", () => {
    const { statusCode, headers, body } = tooMany(7, "r-1");
    expect({ statusCode, after: headers["retry-after"] }).toEqual({ statusCode: 429, after: "7" });
    expect(JSON.parse(body)).toEqual({
      error: { code: "limit", message: expect.stringContaining("7 s"), requestId: "r-1" },
    });
  });
});
