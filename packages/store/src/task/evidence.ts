import type { Observation } from "@gradus/core";
import { observationSchema } from "@gradus/core";
import * as z from "zod";
import type { Key, StoreContext } from "../context.ts";
import { keyPart, ttlAfter } from "../context.ts";
import { checkInput, decode, encode, parseStored } from "../document.ts";
import { get, isNew, put, query, update } from "../operations.ts";
import { isConflict } from "@gradus/core";

const batchSchema = z.array(observationSchema);
const CHUNK_BYTES = 300 * 1024;
const KEEP_DAYS = 90;

const partition = (ctx: StoreContext, task: string): string => `evidence|${keyPart(ctx, task)}`;
const rowKey = (ctx: StoreContext, task: string, batch: string, n: number): Key => ({
  pk: partition(ctx, task),
  sk: `${keyPart(ctx, batch)}|${String(n).padStart(6, "0")}`,
});

/** Keeps a batch of evidence in rows beside the task. Row 0 is written last: it says that the batch is whole. */
export async function addEvidence(
  ctx: StoreContext,
  task: string,
  batch: string,
  observations: readonly Observation[],
): Promise<void> {
  const first = rowKey(ctx, task, batch, 0);
  const chunks = split(checkInput(batchSchema, [...observations], `evidence of ${task}`));
  if (chunks.length > 1 && (await get(ctx, first))) return;
  for (let n = chunks.length - 1; n > 0; n--) {
    await put(ctx, { ...rowKey(ctx, task, batch, n), ...encode(chunks[n], "evidence") });
  }
  const row = { ...first, at: ctx.clock.now(), count: chunks.length, ...encode(chunks[0] ?? [], "evidence") };
  try {
    await put(ctx, row, isNew);
  } catch (error) {
    if (!isConflict(error)) throw error;
  }
}

/** All whole batches of a task, in order of time; an observation that is in two batches comes once. */
export async function evidence(ctx: StoreContext, task: string): Promise<Observation[]> {
  const rows = await query(ctx, { partition: partition(ctx, task) });
  const whole = new Map<string, number>();
  for (const row of rows) {
    if (typeof row["count"] === "number") whole.set(row.sk.slice(0, -7), row["count"]);
  }
  const found = new Map<string, Observation>();
  for (const row of rows) {
    const count = whole.get(row.sk.slice(0, -7));
    if (count === undefined || Number(row.sk.slice(-6)) >= count) continue;
    for (const o of parseStored(batchSchema, decode(row), row)) found.set(o.id, o);
  }
  return [...found.values()].sort((a, b) => a.at - b.at);
}

/** Lets the evidence of a closed task expire 90 days after it closed. Reads, and writes only where there is evidence. */
export async function expireEvidence(ctx: StoreContext, task: string, closedAt: number): Promise<void> {
  const rows = await query(ctx, { partition: partition(ctx, task), only: ["pk", "sk", "ttl"] });
  const ttl = ttlAfter(closedAt, KEEP_DAYS);
  for (const row of rows.filter((r) => r["ttl"] !== ttl)) {
    await update(ctx, row, "#ttl = :ttl", {
      expression: "attribute_exists(pk)",
      names: { "#ttl": "ttl" },
      values: { ":ttl": ttl },
    });
  }
}

function split(observations: readonly Observation[]): Observation[][] {
  const chunks: Observation[][] = [[]];
  let size = 0;
  for (const o of observations) {
    const bytes = Buffer.byteLength(JSON.stringify(o)) + 1;
    if (size > 0 && size + bytes > CHUNK_BYTES) {
      chunks.push([]);
      size = 0;
    }
    chunks.at(-1)?.push(o);
    size += bytes;
  }
  return chunks;
}
