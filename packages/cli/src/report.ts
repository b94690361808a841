import { type ErrorCode, isGradusError, messageOf } from "@gradus/core";
import { CommanderError } from "commander";

/** Says on stderr what went wrong, and gives the exit code: 2 for bad input, 1 for everything else. */
export function report(error: unknown, to: { write(text: string): unknown }): number {
  if (error instanceof CommanderError) return error.exitCode;
  to.write(`${messageOf(error)}\n`);
  return isGradusError(error) ? exitCodeOf(error.code) : 1;
}

function exitCodeOf(code: ErrorCode): number {
  switch (code) {
    case "invalid_input":
      return 2;
    case "not_found":
    case "conflict":
    case "forbidden":
    case "expired":
    case "unavailable":
    case "timeout":
    case "corrupt":
    case "limit":
    case "internal":
      return 1;
    default:
      return code satisfies never;
  }
}
