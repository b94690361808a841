/** Time in epoch milliseconds. Nothing in core reads the wall clock. */
export interface Clock {
  now(): number;
}

/** ISO 8601 in UTC, the form in which times are stored and sent. */
export const iso = (epochMs: number): string => new Date(epochMs).toISOString();
