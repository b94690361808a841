/** A time within a composed line: in UTC, and says so. */
export const stamp = (epochMs: number): string =>
  `${new Date(epochMs).toISOString().replace("T", " ").slice(0, 19)} UTC`;

/** Where composed lines have their time. Older ones have it without the zone's name. */
const AT_THE_BEGINNING = /^(First seen )?(\d{4}-\d\d-\d\d) (\d\d:\d\d:\d\d)(?: UTC)?(?= |$)/;

/** A composed line with its time as `show` writes it. What came from outside further on in the line stays as it is. */
export const restamp = (line: string, show: (epochMs: number) => string): string =>
  line.replace(AT_THE_BEGINNING, (whole: string, before: string | undefined, date: string, time: string) => {
    const at = Date.parse(`${date}T${time}Z`);
    return Number.isNaN(at) ? whole : `${before ?? ""}${show(at)}`;
  });
