import { GradusError } from "@gradus/core";
import * as z from "zod";
import type { StoreContext } from "./context.ts";

const cursorSchema = z.tuple([z.literal(1), z.string().length(12), z.string().min(1).max(1_500)]);

/** Where a list goes on: opaque text, good for the same query only. */
export function writeCursor(ctx: StoreContext, scope: string, position: string): string {
  return Buffer.from(JSON.stringify([1, scopeHash(ctx, scope), position])).toString("base64url");
}

/** Throws "invalid_input" for text that is no cursor, or one of another query. */
export function readCursor(ctx: StoreContext, scope: string, cursor: string | undefined): string | undefined {
  if (cursor === undefined) return undefined;
  const parsed = cursorSchema.safeParse(json(cursor));
  if (!parsed.success || parsed.data[1] !== scopeHash(ctx, scope)) {
    throw new GradusError(
      "invalid_input",
      "The cursor does not belong to this list. Start from its beginning.",
    );
  }
  return parsed.data[2];
}

const scopeHash = (ctx: StoreContext, scope: string): string => ctx.crypto.sha256(scope).slice(0, 12);

function json(text: string): unknown {
  try {
    return JSON.parse(Buffer.from(text, "base64url").toString("utf8"));
  } catch {
    return undefined;
  }
}

const MAX_LIMIT = 1_000;
const DEFAULT_LIMIT = 50;

/** Page size: 1..1000, 50 if not given. */
export function pageSize(limit: number | undefined): number {
  if (limit === undefined) return DEFAULT_LIMIT;
  if (!Number.isFinite(limit)) throw new GradusError("invalid_input", "limit must be a number");
  return Math.min(MAX_LIMIT, Math.max(1, Math.floor(limit)));
}
