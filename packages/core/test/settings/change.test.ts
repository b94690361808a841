import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Settings } from "../../src/settings/index.ts";
import { pauseAll, pauseOf, pauseTarget, resumeAll, resumeTarget } from "../../src/settings/index.ts";
import { NOW } from "../build.ts";

const none: Settings = { pausedTargets: {}, version: 3 };
const pause = (at: number) => ({ by: "ada", at, reason: "deploying" });
const time = fc.integer({ min: 0, max: 5 });
const id = fc.constantFrom("shop", "db", "constructor");
const change: fc.Arbitrary<(s: Settings) => Settings> = fc.oneof(
  time.map((at) => (s: Settings) => pauseAll(s, pause(at))),
  time.map((at) => (s: Settings) => resumeAll(s, at)),
  fc.tuple(id, time).map(
    ([t, at]) =>
      (s: Settings) =>
        pauseTarget(s, t, pause(at)),
  ),
  fc.tuple(id, time).map(
    ([t, at]) =>
      (s: Settings) =>
        resumeTarget(s, t, at),
  ),
);

describe("the kill switches", () => {
  it("stop one target or all, and let go again", () => {
    const one = pauseTarget(none, "shop", pause(NOW));
    expect(pauseOf(one, "shop")?.by).toBe("ada");
    expect(pauseOf(one, "db")).toBeUndefined();
    const both = pauseAll(one, { ...pause(NOW), by: "bob" });
    expect(pauseOf(both, "shop")?.by).toBe("bob");
    expect(pauseOf(both, "db")?.by).toBe("bob");
    expect(resumeAll(both, NOW + 1)).toEqual(one);
    expect(resumeTarget(one, "shop", NOW + 1)).toEqual(none);
  });

  it("change nothing when a change is delivered twice", () => {
    fc.assert(
      fc.property(fc.array(change), change, (before, last) => {
        const once = last(before.reduce((s, apply) => apply(s), none));
        expect(last(once)).toBe(once);
      }),
    );
  });

  it("keep the first pause, and are not released by a resume that is older than it", () => {
    const first = pauseAll(none, pause(NOW));
    expect(pauseAll(first, { by: "bob", at: NOW + 1, reason: "other" })).toBe(first);
    expect(resumeAll(first, NOW - 1)).toBe(first);
    const shop = pauseTarget(none, "shop", pause(NOW));
    expect(resumeTarget(shop, "shop", NOW - 1)).toBe(shop);
  });

  it("are not set for a target that only has the name of a built-in", () => {
    expect(pauseOf(none, "constructor")).toBeUndefined();
  });

  it("leave the version to the store", () => {
    fc.assert(
      fc.property(fc.array(change), (changes) => {
        expect(changes.reduce((s, apply) => apply(s), none).version).toBe(3);
      }),
    );
  });
});
