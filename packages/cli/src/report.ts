import { type ErrorCode, isGradusError, messageOf } from "@gradus/core";
import { CommanderError } from "commander";
import { plain } from "./text/plain.ts";

const USAGE = 2;

/** Says on stderr what went wrong, and gives the exit code: 2 for bad input, 1 for everything else. */
export function report(error: unknown, to: { write(text: string): unknown }): number {
  // Commander has said it already; help and version are no errors.
  if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : USAGE;
  to.write(`${plain(messageOf(error))}\n`);
  return isGradusError(error) ? exitCodeOf(error.code) : 1;
}

function exitCodeOf(code: ErrorCode): number {
  switch (code) {
    case "invalid_input":
      return USAGE;
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
