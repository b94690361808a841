import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { windowAt } from "../../src/policy/window.ts";
import type { MaintenanceWindow } from "../../src/target/index.ts";

const week = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"] as const;
const window = (more: Partial<MaintenanceWindow>): MaintenanceWindow => ({
  days: [...week],
  from: "02:00",
  to: "04:00",
  zone: "UTC",
  mode: "manual",
  ...more,
});
const isOpen = (w: MaintenanceWindow, at: string | number) =>
  windowAt([w], typeof at === "string" ? Date.parse(at) : at) !== undefined;

const time = fc
  .tuple(fc.integer({ min: 0, max: 23 }), fc.integer({ min: 0, max: 59 }))
  .map(([h, m]) => `${String(h).padStart(2, "0")}:${String(m).padStart(2, "0")}`);
const zone = fc.constantFrom(
  "UTC",
  "Europe/Berlin",
  "America/New_York",
  "Asia/Kolkata",
  "Australia/Lord_Howe",
  "Pacific/Apia",
  "America/St_Johns",
);
const instant = fc.integer({ min: Date.UTC(2020, 0), max: Date.UTC(2032, 0) });

describe("a maintenance window", () => {
  it("is open from its first minute to the one before its last", () => {
    const w = window({ days: ["mon"] });
    expect(isOpen(w, "2026-01-05T01:59:59.999Z")).toBe(false);
    expect(isOpen(w, "2026-01-05T02:00:00Z")).toBe(true);
    expect(isOpen(w, "2026-01-05T03:59:59.999Z")).toBe(true);
    expect(isOpen(w, "2026-01-05T04:00:00Z")).toBe(false);
    expect(isOpen(w, "2026-01-06T03:00:00Z")).toBe(false);
  });

  it("knows midnight as the first minute of a day", () => {
    const w = window({ days: ["mon"], from: "00:00", to: "01:00" });
    expect(isOpen(w, "2026-01-05T00:00:00Z")).toBe(true);
    expect(isOpen(w, "2026-01-06T00:00:00Z")).toBe(false);
  });

  it("belongs to the day on which it starts when it crosses midnight", () => {
    const w = window({ days: ["fri"], from: "22:00", to: "02:00" });
    expect(isOpen(w, "2026-01-09T21:59:00Z")).toBe(false);
    expect(isOpen(w, "2026-01-09T23:00:00Z")).toBe(true);
    expect(isOpen(w, "2026-01-10T01:59:00Z")).toBe(true);
    expect(isOpen(w, "2026-01-10T02:00:00Z")).toBe(false);
    expect(isOpen(w, "2026-01-09T01:00:00Z")).toBe(false);
    expect(isOpen(window({ days: ["sun"], from: "22:00", to: "02:00" }), "2026-01-12T01:00:00Z")).toBe(true);
  });

  it("follows the clock on the wall through daylight saving", () => {
    const berlin = window({ zone: "Europe/Berlin" });
    expect(isOpen(berlin, "2026-01-05T01:30:00Z")).toBe(true);
    expect(isOpen(berlin, "2026-07-06T01:30:00Z")).toBe(true);
    expect(isOpen(berlin, "2026-07-06T00:30:00Z")).toBe(true);
    expect(isOpen(berlin, "2026-07-06T02:30:00Z")).toBe(false);
    // The night the clock goes back from 3 to 2: two o'clock comes twice.
    for (const at of ["2026-10-25T00:30:00Z", "2026-10-25T01:30:00Z", "2026-10-25T02:30:00Z"])
      expect(isOpen(berlin, at)).toBe(true);
    expect(isOpen(berlin, "2026-10-25T03:00:00Z")).toBe(false);
    // The night it goes forward from 2 to 3: only an hour is left.
    expect(isOpen(berlin, "2026-03-29T01:00:00Z")).toBe(true);
    expect(isOpen(berlin, "2026-03-29T02:00:00Z")).toBe(false);
  });

  it("and its complement share out all of time, in every zone", () => {
    fc.assert(
      fc.property(time, time, zone, instant, (from, to, where, at) => {
        fc.pre(from !== to);
        const inside = isOpen(window({ from, to, zone: where }), at);
        expect(isOpen(window({ from: to, to: from, zone: where }), at)).toBe(!inside);
      }),
    );
  });

  it("of every day, from a time to the same time, never closes; each day has its own part of it", () => {
    fc.assert(
      fc.property(time, zone, instant, (from, where, at) => {
        expect(isOpen(window({ from, to: from, zone: where }), at)).toBe(true);
        const open = week.filter((day) => isOpen(window({ days: [day], from, to: from, zone: where }), at));
        expect(open).toHaveLength(1);
      }),
    );
  });

  it("is what arithmetic says in a zone without daylight saving", () => {
    const names = ["sun", "mon", "tue", "wed", "thu", "fri", "sat"] as const;
    fc.assert(
      fc.property(time, time, fc.constantFrom(...week), instant, (from, to, day, at) => {
        const local = new Date(at + 5.5 * 3_600_000);
        const clock = local.toISOString().slice(11, 16);
        const [today, yesterday] = [names[local.getUTCDay()], names[(local.getUTCDay() + 6) % 7]];
        const expected =
          from < to
            ? day === today && clock >= from && clock < to
            : (day === today && clock >= from) || (day === yesterday && clock < to);
        expect(isOpen(window({ days: [day], from, to, zone: "Asia/Kolkata" }), at)).toBe(expected);
      }),
    );
  });

  it("that is silent wins over one that is manual, and one in no known zone never closes", () => {
    const [manual, silent] = [window({ from: "00:00", to: "00:00" }), window({ mode: "silent" })];
    expect(windowAt([manual, silent], Date.parse("2026-01-05T03:00:00Z"))?.mode).toBe("silent");
    expect(windowAt([manual, silent], Date.parse("2026-01-05T05:00:00Z"))?.mode).toBe("manual");
    expect(isOpen(window({ zone: "Mars/Olympus" }), "2026-01-05T12:00:00Z")).toBe(true);
    expect(windowAt([], 0)).toBeUndefined();
  });
});
