import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { recipientSchema, restamp, timeIn, wallTime } from "../../src/index.ts";

const at = Date.UTC(2026, 0, 5, 23, 30);
const ZONES = [
  "UTC",
  "Europe/Berlin",
  "America/New_York",
  "Asia/Kolkata",
  "Asia/Kathmandu",
  "Pacific/Kiritimati",
];

describe("a time that somebody reads", () => {
  test("is that of their calendar and clock, with its offset", () => {
    expect(ZONES.map((zone) => timeIn(zone, at))).toEqual([
      "2026-01-05 23:30 UTC",
      "2026-01-06 00:30 UTC+01:00",
      "2026-01-05 18:30 UTC-05:00",
      "2026-01-06 05:00 UTC+05:30",
      "2026-01-06 05:15 UTC+05:45",
      "2026-01-06 13:30 UTC+14:00",
    ]);
    expect(wallTime(at, "Europe/Berlin")).toMatchObject({ date: "2026-01-06", weekday: "Tue", hour: 0 });
  });

  test("is never another moment than the one that is meant, in any zone", () => {
    fc.assert(
      fc.property(
        fc.integer({ min: Date.UTC(1990, 0), max: Date.UTC(2100, 0) }),
        fc.constantFrom(...ZONES),
        (moment, zone) => {
          const minute = Math.floor(moment / 60_000) * 60_000;
          const text = timeIn(zone, moment);
          expect(
            Date.parse(text.replace(/^(\S+) (\S+) UTC$/, "$1T$2Z").replace(/^(\S+) (\S+) UTC/, "$1T$2")),
          ).toBe(minute);
        },
      ),
    );
  });

  test("in a zone that is not known is refused with one that is", () => {
    for (const zone of ["Europe/Nowhere", "", "Berlin; rm"]) {
      const { error } = recipientSchema.safeParse({ address: "ada@example.org", zone });
      expect(error?.issues[0]?.message).toContain('"Europe/Berlin"');
    }
  });
});

describe("the time in a composed line", () => {
  const show = (moment: number): string => new Date(moment).toISOString();
  test("is found where it was put, also in lines from before it named its zone", () => {
    expect(restamp("First seen 2026-01-05 09:00:00 UTC", show)).toBe("First seen 2026-01-05T09:00:00.000Z");
    expect(restamp("2026-01-05 09:00:00 log: x", show)).toBe("2026-01-05T09:00:00.000Z log: x");
  });
  test("is not looked for in what came from outside", () => {
    for (const line of ["log: 2026-01-05 09:00:00 UTC x", "9999-99-99 99:99:99 UTC", "2026-01-05 09:00:00x"])
      expect(restamp(line, show)).toBe(line);
  });
});
