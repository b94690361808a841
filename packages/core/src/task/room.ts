import type { AuditEntry } from "../audit/schema.ts";
import { GradusError } from "../error/error.ts";
import type { Task } from "./schema.ts";

/**
 * Bytes of all that people did on a task, as JSON: with what Gradus adds it stays below what a row can be, however badly it is
 * packed, so that a task can always be answered, worked on and closed.
 */
const MOST_BYTES = 220_000;
/** What the chain adds to an entry: its name, number and two hashes. */
const LINK_BYTES = 300;
/** What is kept of words that have no room: the whole is with the escalation that they answer. */
const SHORT = 200;

const utf8 = new TextEncoder();
const bytesOf = (entry: AuditEntry): number => utf8.encode(JSON.stringify(entry)).length + LINK_BYTES;

const hasRoom = ({ audit }: Task, entry: AuditEntry): boolean =>
  audit.reduce(
    (sum, { at, actor, type, data }) =>
      actor.startsWith("human:") ? sum + bytesOf({ at, actor, type, data }) : sum,
    bytesOf(entry),
  ) <= MOST_BYTES;

/** What a person wants to add, as an entry of the task's chain. Throws "limit" where there is enough of it. */
export function withinRoom(task: Task, entry: AuditEntry): AuditEntry {
  if (hasRoom(task, entry)) return entry;
  throw new GradusError(
    "limit",
    `Task ${task.id} has no room for this: all that people did and wrote on it together may have ${MOST_BYTES / 1_000} kB. It can still be answered and closed. Keep longer texts elsewhere.`,
  );
}

/** What must be added, with its words cut where there is no room for them. */
export function cutToRoom(task: Task, entry: AuditEntry): AuditEntry {
  const { notes } = entry.data;
  if (typeof notes !== "string" || notes.length <= SHORT || hasRoom(task, entry)) return entry;
  return { ...entry, data: { ...entry.data, notes: `${notes.slice(0, SHORT)}…` } };
}
