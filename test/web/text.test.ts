import { actionKey, type AuditEvent } from "@gradus/core";
import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parseConfig } from "../../web/src/config.ts";
import { paceOf } from "../../web/src/api/pace.ts";
import { momentOf } from "../../web/src/text/events.ts";
import { exactly, timeOfDay, timeOn, visible } from "../../web/src/text/words.ts";

it("an action reads as core writes it, whatever its parameters", () => {
  const params = fc.dictionary(fc.string(), fc.oneof(fc.string(), fc.integer(), fc.boolean()));
  fc.assert(
    fc.property(fc.string(), params, (runbook, given) => {
      const action = { runbook, params: given };
      expect(exactly(action)).toBe(actionKey(action));
    }),
  );
});

it("no character that cannot be seen is left in what is shown", () => {
  fc.assert(
    fc.property(fc.string({ unit: "binary" }), (text) => {
      expect(visible(text)).not.toMatch(/[\p{Cf}\u2028\u2029]/u);
      expect(visible(text).replace(/[\n\t]/g, "")).not.toMatch(/\p{Cc}/u);
    }),
  );
  expect(visible("pay \u202e41v and\u0000 go")).toBe("pay \\u{202e}41v and\\u{0} go");
});

it("the longer nothing moves the later a page looks again, never sooner than at first and at least every minute", () => {
  fc.assert(
    fc.property(fc.nat(), fc.nat(), fc.integer({ min: 1_000, max: 10_000 }), (a, b, first) => {
      expect(paceOf(Math.min(a, b), first)).toBeLessThanOrEqual(paceOf(Math.max(a, b), first));
      expect(paceOf(a, first)).toBeGreaterThanOrEqual(first);
      expect(paceOf(a, first)).toBeLessThanOrEqual(60_000);
    }),
  );
  expect([0, 119_999, 120_000, 600_000].map((quiet) => paceOf(quiet, 3_000))).toEqual([
    3_000, 3_000, 15_000, 60_000,
  ]);
});

describe("an audit event", () => {
  const event = (type: string, data: Record<string, unknown>): AuditEvent => ({
    chain: "t",
    seq: 1,
    at: 0,
    actor: "gradus",
    prev: "",
    hash: "",
    type,
    data,
  });

  it("that is known is told in words", () => {
    expect(
      momentOf(event("action.verified", { n: 2, result: "not_fixed", reasons: ["still refused"] })),
    ).toEqual({ tone: "calm", title: "Checked: not fixed", lines: ["still refused", "attempt 2"] });
  });

  it("that is not known is told with all its data", () => {
    expect(momentOf(event("moon.risen", { over: { hill: 3 }, why: "evening" }))).toEqual({
      tone: "calm",
      title: "moon risen",
      lines: ["evening", 'over {"hill":3}'],
    });
  });
});

describe("config.json", () => {
  const signIn = {
    issuer: "https://issuer.example",
    clientId: "c",
    authorizeUrl: "https://in.example/oauth2/authorize",
    tokenUrl: "https://in.example/oauth2/token",
    logoutUrl: "https://in.example/logout",
    scopes: ["openid"],
  };
  const config = { stage: "prod", region: "eu-central-1", console: null, signIn };

  it("is taken as it is deployed", () => {
    expect(parseConfig(config)).toEqual({ ...config, events: false });
    expect(parseConfig({ ...config, signIn: null }).signIn).toBeNull();
  });

  it.each([
    [{ signIn: undefined }, "signIn is no object"],
    [{ signIn: { ...signIn, tokenUrl: "http://in.example/token" } }, "tokenUrl is not https"],
    [{ signIn: { ...signIn, clientId: "" } }, "clientId is missing"],
    [{ console: "javascript:alert(1)" }, "console is not https"],
  ])("with %j is refused", (change, said) => {
    expect(() => parseConfig({ ...config, ...change })).toThrow(said);
  });
});

it("a time of another day has its day, one of another year its year", () => {
  const at = new Date(2026, 10, 25, 23, 44, 10).getTime();
  const DAY = 86_400_000;
  expect(timeOn(at, at + 60_000)).toBe(timeOfDay(at));
  expect(timeOn(at, at + 3_600_000)).toContain("25");
  expect(timeOn(at, at - DAY)).toContain("25");
  expect(timeOn(at, at + DAY)).not.toContain("2026");
  expect(timeOn(at, at + 90 * DAY)).toContain("2026");
});
