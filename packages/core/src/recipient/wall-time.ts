/** What calendar and clock on the wall show in a zone. */
export interface WallTime {
  /** 2026-01-05 */
  date: string;
  /** Mon … Sun */
  weekday: string;
  hour: number;
  minute: number;
  /** From UTC: "+01:00"; "" where there is none. */
  offset: string;
}

/** Building one costs a hundred times what using it does. */
const formats = new Map<string, Intl.DateTimeFormat>();

function formatOf(zone: string): Intl.DateTimeFormat {
  const known = formats.get(zone);
  if (known) return known;
  const made = new Intl.DateTimeFormat("en-US", {
    timeZone: zone,
    calendar: "gregory",
    numberingSystem: "latn",
    year: "numeric",
    month: "2-digit",
    day: "2-digit",
    weekday: "short",
    hour: "2-digit",
    minute: "2-digit",
    hourCycle: "h23",
    timeZoneName: "longOffset",
  });
  formats.set(zone, made);
  return made;
}

/** Throws RangeError for a zone that is not known: zoneSchema has refused it before. */
export function wallTime(at: number, zone: string): WallTime {
  const parts = new Map(
    formatOf(zone)
      .formatToParts(at)
      .map(({ type, value }) => [type, value]),
  );
  const of = (type: Intl.DateTimeFormatPartTypes): string => parts.get(type) ?? "";
  return {
    date: `${of("year").padStart(4, "0")}-${of("month")}-${of("day")}`,
    weekday: of("weekday"),
    hour: Number(of("hour")),
    minute: Number(of("minute")),
    offset: of("timeZoneName").replace(/^GMT(\+00:00)?/, ""),
  };
}

/** "2026-01-05 10:00 UTC+01:00", to the second for what is looked into: never a time without its offset. */
export function timeIn(zone: string, at: number, to: "minute" | "second" = "minute"): string {
  const { date, hour, minute, offset } = wallTime(at, zone);
  const two = (n: number): string => String(n).padStart(2, "0");
  const seconds = to === "second" ? `:${two(new Date(at).getUTCSeconds())}` : "";
  return `${date} ${two(hour)}:${two(minute)}${seconds} UTC${offset}`;
}
