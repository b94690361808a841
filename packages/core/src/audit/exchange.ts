import { GradusError } from "../error/error.ts";
import { canonicalJson } from "./canonical.ts";
import { auditEventSchema, type AuditEvent } from "./schema.ts";

/** A chain as JSON Lines text: one event a line, keys sorted, so that equal chains are equal files. */
export const exportAudit = (events: readonly AuditEvent[]): string =>
  events.map((event) => `${canonicalJson(event)}\n`).join("");

/** Reads JSON Lines text back as it is, for verify to judge. Throws GradusError "invalid_input" with the line number. */
export function importAudit(text: string): AuditEvent[] {
  const lines = text.split("\n").map((line, index) => ({ line: line.trim(), number: index + 1 }));
  return lines.filter(({ line }) => line !== "").map(({ line, number }) => eventOf(line, number));
}

function eventOf(line: string, number: number): AuditEvent {
  let json: unknown;
  try {
    json = JSON.parse(line);
  } catch (error) {
    throw new GradusError("invalid_input", `line ${number} is not JSON`, { line: number }, error);
  }
  const parsed = auditEventSchema.safeParse(json);
  if (!parsed.success)
    throw new GradusError("invalid_input", `line ${number} is not an audit event`, { line: number });
  // The parsed copy has lost what it does not know; the hash covers that too.
  return json as AuditEvent;
}
