let ahead = 0;

/** The server's time, as its answers tell it: a reader's clock may be wrong by hours. Also that of a moment by this clock. */
export const now = (at = Date.now()): number => at + ahead;

/** Takes the `date` of an answer, which has whole seconds: less than two of difference is none. */
export function hearTime(date: string | null): void {
  const told = date === null ? Number.NaN : Date.parse(date) - Date.now();
  if (!Number.isNaN(told)) ahead = Math.abs(told) < 2_000 ? 0 : told;
}
