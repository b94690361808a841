import type { Lease, LeaseStore } from "@gradus/core";
import { isConflict } from "@gradus/core";
import type { StoreContext } from "../context.ts";
import { hasVersion, put } from "../operations.ts";
import type { Stored } from "./row.ts";
import { read, toRow } from "./row.ts";

type Want = Parameters<LeaseStore["acquire"]>[0];
type Acquired = Awaited<ReturnType<LeaseStore["acquire"]>>;

const HOUR_MS = 3_600_000;
const TRIES = 20;

/** Reads who has the target, decides, and writes if nothing has changed since: one write, repeated only after a lost race. */
export async function acquire(ctx: StoreContext, want: Want): Promise<Acquired> {
  for (let tries = 1; ; tries++) {
    const stored = await read(ctx, want.target);
    if (stored && !isFree(stored.lease, want)) return { ok: false, heldBy: stored.lease };
    const { fresh, next } = take(stored, want);
    try {
      await put(ctx, toRow(ctx, next), hasVersion(stored?.version ?? 0));
      return { ok: true, fresh, lease: next.lease };
    } catch (error) {
      if (!isConflict(error) || tries >= TRIES) throw error;
    }
  }
}

const isSame = (lease: Lease, want: Want): boolean =>
  lease.task === want.task && lease.attempt === want.attempt;

const isFree = (lease: Lease, want: Want): boolean =>
  lease.released || lease.until <= want.now || isSame(lease, want);

function take(stored: Stored | undefined, want: Want): { fresh: boolean; next: Stored } {
  const { now, ...rest } = want;
  const name = `${want.task} ${want.attempt}`;
  const taken = stored?.taken ?? [];
  const fresh = !taken.includes(name);
  const recent = (stored?.lease.recent ?? []).filter((at) => at > now - HOUR_MS);
  const acquiredAt = !fresh && stored && isSame(stored.lease, want) ? stored.lease.acquiredAt : now;
  return {
    fresh,
    next: {
      lease: { ...rest, acquiredAt, recent: fresh ? [...recent, now] : recent, released: false },
      taken: fresh ? [...taken, name] : taken,
      version: (stored?.version ?? 0) + 1,
    },
  };
}
