import { gunzipSync, gzipSync } from "node:zlib";
import { GradusError, messageOf } from "@gradus/core";
import type * as z from "zod";
import type { Row } from "./context.ts";

/** Bytes that a row may have before something is moved out of it or packed. DynamoDB's own limit is 400 KB. */
export const SOFT_LIMIT = 350 * 1024;
const HARD_LIMIT = 395 * 1024;

/** Bytes of text up to which a document is plain, and bytes that it may have packed. */
export interface Limits {
  plain: number;
  packed: number;
}
const wholeRow: Limits = { plain: SOFT_LIMIT, packed: HARD_LIMIT };
/** For rows that are written again and again, and are paid for by the kilobyte: packed from 2 KB on. */
export const oftenWritten: Limits = { plain: 2 * 1024, packed: HARD_LIMIT };

/** A document as an attribute: JSON text, or the same gzipped when it is large. JSON keeps what DynamoDB's own types do not: tiny numbers, lone surrogates, deep nesting. */
export function encode(
  value: unknown,
  what: string,
  limits: Limits = wholeRow,
): { doc: string } | { gz: Uint8Array } {
  const doc = JSON.stringify(value);
  if (Buffer.byteLength(doc) <= limits.plain) return { doc };
  const gz = gzipSync(doc);
  if (gz.byteLength > limits.packed) {
    throw new GradusError("limit", `${what} is too large to be stored: ${gz.byteLength} bytes packed`, {
      what,
    });
  }
  return { gz };
}

/** What {@link encode} wrote. Throws "corrupt", naming the row. */
export function decode(row: Row): unknown {
  return parseText(row, row["gz"] instanceof Uint8Array ? unpack(row, row["gz"]) : row["doc"]);
}

export function parseText(row: Row, text: unknown): unknown {
  if (typeof text !== "string") throw corrupt(row, "it has no document");
  try {
    return JSON.parse(text);
  } catch (error) {
    throw corrupt(row, messageOf(error), error);
  }
}

function unpack(row: Row, bytes: Uint8Array): string {
  try {
    return gunzipSync(bytes).toString("utf8");
  } catch (error) {
    throw corrupt(row, messageOf(error), error);
  }
}

/** A stored value through its schema. Throws "corrupt", naming the row: it is our fault, not the caller's, and never skipped. */
export function parseStored<T>(schema: z.ZodType<T>, value: unknown, row: Row): T {
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  throw corrupt(row, issuesOf(parsed.error), parsed.error);
}

/** A value on its way in: what could not be read back is refused, so that no row is poisoned. */
export function checkInput<T>(schema: z.ZodType<T>, value: T, what: string): T {
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  throw new GradusError("invalid_input", `${what} cannot be stored: ${issuesOf(parsed.error)}`, { what });
}

export const corrupt = (row: { pk: string; sk: string }, reason: string, cause?: unknown): GradusError =>
  new GradusError(
    "corrupt",
    `The stored row "${row.pk}" "${row.sk}" is corrupt: ${reason}`,
    { pk: row.pk, sk: row.sk },
    cause,
  );

const issuesOf = (error: z.ZodError): string =>
  error.issues
    .slice(0, 3)
    .map((issue) => `${issue.path.map(String).join(".") || "value"}: ${issue.message}`)
    .join("; ");
