import type { Observation, Task } from "@gradus/core";
import type { Row, StoreContext } from "../context.ts";
import { SOFT_LIMIT } from "../document.ts";
import { addEvidence } from "./evidence.ts";
import { packed, sizeOf, toRow } from "./row.ts";

/** Room left after a move, so that the next save does not have to move again. */
const ROOM = 50 * 1024;

/**
 * The row of a task, made to fit. Where it is too large its oldest observations go to the evidence rows first, so that
 * whatever becomes of the save nothing is lost; what is still too large is packed. Throws "limit" beyond that.
 */
export async function fit(ctx: StoreContext, task: Task): Promise<{ task: Task; row: Row }> {
  const row = toRow(ctx, task);
  const excess = sizeOf(row) - SOFT_LIMIT;
  if (excess <= 0) return { task, row };
  const { moved, kept } = takeOldest(task.observations, excess + ROOM);
  if (moved.length > 0) {
    const ids = ctx.crypto.sha256(moved.map((o) => o.id).join("\n")).slice(0, 16);
    await addEvidence(ctx, task.id, `moved-${ids}`, moved);
  }
  const smaller = { ...task, observations: kept };
  return { task: smaller, row: packed(toRow(ctx, smaller), smaller) };
}

function takeOldest(
  observations: readonly Observation[],
  bytes: number,
): { moved: Observation[]; kept: Observation[] } {
  const moved = new Set<Observation>();
  let freed = 0;
  for (const o of [...observations].sort((a, b) => a.at - b.at)) {
    if (freed >= bytes) break;
    moved.add(o);
    freed += Buffer.byteLength(JSON.stringify(o)) + 1;
  }
  return { moved: observations.filter((o) => moved.has(o)), kept: observations.filter((o) => !moved.has(o)) };
}
