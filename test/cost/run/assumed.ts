/** What this machine cannot show, and is set instead; the footnote of the table says so. */
export const ASSUMED = {
  /** DynamoDB answers after so long. */
  tableMs: 8,
  /** Every other call of AWS's APIs. */
  otherMs: 25,
  /** A target answers its health check after so long. */
  targetMs: 50,
} as const;
