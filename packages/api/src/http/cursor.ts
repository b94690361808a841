import { type Crypto, GradusError } from "@gradus/core";

/** Where a list goes on that is put in order here: opaque text, good for the same list only. */
export const cursorAt = (crypto: Pick<Crypto, "sha256">, list: string, position: string): string =>
  Buffer.from(JSON.stringify([tag(crypto, list), position])).toString("base64url");

/** Throws "invalid_input" for text that is no cursor of this list. */
export function positionIn(
  crypto: Pick<Crypto, "sha256">,
  list: string,
  cursor: string | undefined,
): string | undefined {
  if (cursor === undefined) return undefined;
  const [of, position] = read(cursor);
  if (of === tag(crypto, list) && typeof position === "string") return position;
  throw new GradusError(
    "invalid_input",
    "The cursor does not belong to this list. Start from its beginning.",
  );
}

const tag = (crypto: Pick<Crypto, "sha256">, list: string): string => crypto.sha256(list).slice(0, 12);

function read(cursor: string): unknown[] {
  try {
    const parsed: unknown = JSON.parse(Buffer.from(cursor, "base64url").toString("utf8"));
    return Array.isArray(parsed) ? parsed : [];
  } catch {
    return [];
  }
}

/**
 * A page of what is in order of its position (unique, compared as text). What is added or goes away meanwhile skips and repeats
 * nothing else: a page goes on after a position, not after a number of rows.
 */
export function pageOf<T>(
  crypto: Pick<Crypto, "sha256">,
  of: {
    list: string;
    all: readonly T[];
    positionOf: (one: T) => string;
    limit: number;
    cursor?: string | undefined;
  },
): { page: T[]; cursor?: string } {
  const { list, all, positionOf, limit } = of;
  const after = positionIn(crypto, list, of.cursor);
  const left = all
    .map((one) => [positionOf(one), one] as const)
    .filter(([position]) => after === undefined || position > after)
    .sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0));
  const page = left.slice(0, limit);
  const last = page.at(-1);
  return {
    page: page.map(([, one]) => one),
    ...(last && left.length > limit ? { cursor: cursorAt(crypto, list, last[0]) } : {}),
  };
}
