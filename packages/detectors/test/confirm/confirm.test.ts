import type { Signal } from "@gradus/core";
import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { confirm, initialConfirm, primary, printOf, type ConfirmState } from "../../src/confirm/index.ts";

const signal = (symptom = "http_timeout", extra: Partial<Signal> = {}): Signal => ({
  source: "http",
  target: "shop",
  symptom,
  severity: "high",
  at: 0,
  summary: "s",
  evidence: [],
  ...extra,
});
const SETTLE = { settleMs: 5_000 };

/** Looks at the given times at a fault that is there from `from` until before `until`, keeping the state as JSON. */
function watch(times: readonly number[], isFaulty: (at: number) => boolean, settleMs = 5_000) {
  let state: ConfirmState = initialConfirm();
  return times.map((at) => {
    const result = confirm(state, isFaulty(at) ? [signal("http_timeout", { at })] : [], at, { settleMs });
    state = JSON.parse(JSON.stringify(result.state)) as ConfirmState;
    return { at, ...result };
  });
}

describe("damping", () => {
  it("never confirms a fault that is shorter than the settle time", () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 100, max: 4_000 }), { minLength: 1, maxLength: 60 }),
        fc.integer({ min: 0, max: 60_000 }),
        fc.integer({ min: 1, max: 4_999 }),
        (gaps, from, length) => {
          let at = 0;
          const times = gaps.map((gap) => (at += gap));
          const looks = watch(times, (t) => t >= from && t < from + length);
          expect(looks.flatMap((look) => look.confirmed)).toEqual([]);
        },
      ),
    );
  });

  it("always confirms a fault that lasts longer, if looks come as often as it asks, and soon after the settle time", () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 20_000 }),
        fc.integer({ min: 0, max: 60_000 }),
        (settleMs, from) => {
          let state = initialConfirm();
          let at = from;
          const interval = 10_000;
          for (let looks = 0; looks < 60; looks += 1) {
            const result = confirm(state, [signal()], at, { settleMs });
            if (result.confirmed.length > 0) {
              expect(at - from).toBeGreaterThanOrEqual(settleMs);
              expect(at - from).toBeLessThanOrEqual(settleMs * 1.2 + 1_000);
              expect(result.since[printOf(signal())]).toBe(from);
              return;
            }
            state = result.state;
            at += result.nextLookMs ?? interval;
          }
          expect.unreachable();
        },
      ),
    );
  });

  it("asks for quick looks while something is pending, and for none when all is well", () => {
    expect(confirm(initialConfirm(), [signal()], 0, SETTLE).nextLookMs).toBe(1_000);
    expect(confirm(initialConfirm(), [signal()], 0, { settleMs: 0 }).nextLookMs).toBe(500);
    expect(confirm(initialConfirm(), [], 0, SETTLE).nextLookMs).toBeUndefined();
  });

  it("takes one good look in between for a blip and begins anew", () => {
    const looks = watch([0, 2_000, 4_000, 6_000, 8_000, 10_000, 12_000], (t) => t !== 4_000);
    expect(looks.map((look) => look.confirmed.length)).toEqual([0, 0, 0, 0, 0, 0, 1]);
    expect(looks[2]?.blips.map((s) => s.symptom)).toEqual(["http_timeout"]);
  });

  it("does not hold back what is certain", () => {
    const certain = signal("service_crash_loop", { certain: true });
    expect(confirm(initialConfirm(), [certain], 0, SETTLE).confirmed).toEqual([certain]);
  });

  it("says flapping after four blips of one symptom within ten minutes, once", () => {
    const times = Array.from({ length: 16 }, (_, i) => i * 10_000);
    const looks = watch(times, (t) => (t / 10_000) % 2 === 0, 20_000);
    const symptoms = looks.map((look) => look.confirmed.map((s) => s.symptom).join());
    expect(symptoms.slice(0, 7).every((s) => s === "")).toBe(true);
    expect(symptoms[7]).toBe("service_flapping");
    const later = confirm(looks.at(-1)?.state ?? initialConfirm(), [], 2_000_000, SETTLE);
    expect(later.confirmed).toEqual([]);
  });

  it("clears what was confirmed when it has been gone for the settle time, not on one good look", () => {
    const looks = watch([0, 6_000, 7_000, 8_000, 9_000, 15_000, 16_000], (t) => t < 7_000 || t === 8_000);
    expect(looks.map((look) => look.cleared.length)).toEqual([0, 0, 0, 0, 0, 1, 0]);
    expect(looks[3]?.confirmed).toHaveLength(1);
    expect(looks[5]?.cleared).toEqual([printOf(signal())]);
  });

  it("does not take two looks far apart for one long fault", () => {
    const looks = watch([0, 3_600_000], () => true);
    expect(looks[1]?.confirmed).toEqual([]);
  });
});

describe("the primary signal", () => {
  it("is the one nearest to the cause, whatever the order of arrival", () => {
    const all = [
      signal("log_new_error"),
      signal("http_unreachable"),
      signal("service_down"),
      signal("metric_anomaly"),
    ];
    fc.assert(
      fc.property(fc.shuffledSubarray(all, { minLength: 4 }), (signals) => {
        const found = primary(signals);
        expect(found?.primary.symptom).toBe("service_down");
        expect(found?.related.map((s) => s.symptom)).toEqual([
          "http_unreachable",
          "log_new_error",
          "metric_anomaly",
        ]);
      }),
    );
    expect(primary([])).toBeUndefined();
  });
});
