/** The closed set of error codes. Each transport maps them exhaustively (HTTP status, exit code, ASL error name). */
export const errorCodes = [
  "invalid_input",
  "not_found",
  "conflict",
  "forbidden",
  "expired",
  "unavailable",
  "timeout",
  "corrupt",
  "limit",
  "internal",
] as const;
export type ErrorCode = (typeof errorCodes)[number];

/** A fault with a code a caller can act on. `name` is what Step Functions sees as the error name. */
export class GradusError extends Error {
  readonly code: ErrorCode;
  readonly details: Readonly<Record<string, unknown>>;

  constructor(code: ErrorCode, message: string, details: Record<string, unknown> = {}, cause?: unknown) {
    super(message, cause === undefined ? undefined : { cause });
    this.name = "GradusError";
    this.code = code;
    this.details = details;
  }
}

export const isGradusError = (error: unknown): error is GradusError => error instanceof GradusError;

/** True when a conditional write lost a race. */
export const isConflict = (error: unknown): boolean => isGradusError(error) && error.code === "conflict";

/** A one-line, human-readable message for anything that was thrown. */
export function messageOf(error: unknown): string {
  if (error instanceof Error) return error.message || error.name;
  return String(error);
}
