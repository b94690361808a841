import type { Crypto } from "../ports/crypto.ts";
import { canonicalJson } from "./canonical.ts";
import type { AuditEntry, AuditEvent } from "./schema.ts";

/** What the first event follows. */
export const GENESIS = "0".repeat(64);

/**
 * The whole chain after some entries: each event's hash covers all its fields and the hash before it. Does not change
 * `events`. Entry data must be JSON; what is not (functions, dates) becomes what JSON makes of it.
 */
export function append(
  crypto: Pick<Crypto, "sha256">,
  events: readonly AuditEvent[],
  chain: string,
  entries: readonly AuditEntry[],
): AuditEvent[] {
  const all = [...events];
  for (const entry of entries) {
    const last = all.at(-1);
    const open = {
      chain,
      seq: (last?.seq ?? 0) + 1,
      at: entry.at,
      actor: entry.actor,
      type: entry.type,
      data: JSON.parse(JSON.stringify(entry.data)) as AuditEvent["data"],
      prev: last?.hash ?? GENESIS,
    };
    all.push({ ...open, hash: hashOf(crypto, open) });
  }
  return all;
}

export type Verified =
  | { ok: true; length: number; head: string }
  /** `at` is the seq at which the chain stops being believable. */
  | { ok: false; at: number; why: string };

/**
 * Recomputes a chain from its first event. Any change, insertion, removal or reordering is found; a cut at the end only
 * when the `length` or `head` that is known from elsewhere is given, which is why both are returned.
 */
export function verify(
  crypto: Pick<Crypto, "sha256">,
  events: readonly AuditEvent[],
  expected: { chain?: string; length?: number; head?: string } = {},
): Verified {
  const chain = expected.chain ?? events[0]?.chain;
  let head = GENESIS;
  for (const [index, event] of events.entries()) {
    const at = index + 1;
    const no = (why: string): Verified => ({ ok: false, at, why });
    if (event.seq !== at) return no(`event ${at} is missing or out of order: found ${event.seq}`);
    if (event.chain !== chain) return no(`event ${at} belongs to another chain: ${event.chain}`);
    if (event.prev !== head) return no(`event ${at} does not follow from the one before`);
    const { hash, ...open } = event;
    if (hash !== hashOf(crypto, open)) return no(`event ${at} was changed after it was written`);
    head = hash;
  }
  const length = events.length;
  if (expected.length !== undefined && length !== expected.length)
    return { ok: false, at: length + 1, why: `the chain has ${length} events, ${expected.length} are known` };
  if (expected.head !== undefined && head !== expected.head)
    return {
      ok: false,
      at: length + 1,
      why: "the chain does not end in the event that is known to be its last",
    };
  return { ok: true, length, head };
}

const hashOf = (crypto: Pick<Crypto, "sha256">, open: Omit<AuditEvent, "hash">): string =>
  crypto.sha256(canonicalJson(open));
