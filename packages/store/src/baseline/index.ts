import { gunzipSync, gzipSync } from "node:zlib";
import type { Baseline, BaselineStore } from "@gradus/core";
import { baselineSchema, GradusError, isConflict, messageOf } from "@gradus/core";
import type { Row, StoreContext } from "../context.ts";
import { keyPart } from "../context.ts";
import { checkInput, corrupt, parseStored, parseText } from "../document.ts";
import { get, isNew, put, query, remove } from "../operations.ts";
import { generationKey } from "../table.ts";

/** Baselines of a target that are kept. */
const KEEP = 10;
const PART_BYTES = 350 * 1024;

const partition = (ctx: StoreContext, target: string): string => `baseline|${keyPart(ctx, target)}`;
const partKey = (ctx: StoreContext, target: string, generation: string, n: number) => ({
  pk: `baseline-part|${keyPart(ctx, target)}|${generation}`,
  sk: String(n).padStart(6, "0"),
});

export const baselineStore = (ctx: StoreContext): BaselineStore => ({
  async latest(target) {
    const [row] = await query(ctx, { partition: partition(ctx, target), newestFirst: true, limit: 1 });
    return row && read(ctx, target, row);
  },

  /** The same baseline twice is kept once; another one under its generation is a "conflict". */
  async save(baseline) {
    const { target, generation, takenAt } = checkInput(
      baselineSchema,
      baseline,
      `baseline of ${baseline.target}`,
    );
    const text = JSON.stringify(baseline);
    const bytes = gzipSync(text);
    const sk = generationKey(generation);
    const parts = Math.ceil(bytes.byteLength / PART_BYTES);
    const sha256 = ctx.crypto.sha256(text);
    const existing = await get(ctx, { pk: partition(ctx, target), sk });
    if (existing) return same(existing, sha256, baseline);
    for (let n = 1; n < parts; n++) {
      await put(ctx, {
        ...partKey(ctx, target, sk, n),
        gz: bytes.subarray(n * PART_BYTES, (n + 1) * PART_BYTES),
      });
    }
    const head = {
      pk: partition(ctx, target),
      sk,
      takenAt,
      ...(baseline.version === undefined ? {} : { version: baseline.version }),
      parts,
      sha256,
      gz: bytes.subarray(0, PART_BYTES),
    };
    try {
      await put(ctx, head, isNew);
    } catch (error) {
      const row = isConflict(error) ? await get(ctx, head) : undefined;
      if (!row) throw error;
      same(row, sha256, baseline);
    }
    await prune(ctx, target);
  },

  /** Newest first. */
  async list(target) {
    const rows = await query(ctx, {
      partition: partition(ctx, target),
      newestFirst: true,
      only: ["pk", "sk", "takenAt", "version"],
    });
    return rows.map(({ sk, ...row }) => ({
      generation: Number(sk),
      takenAt: Number(row["takenAt"]),
      ...(typeof row["version"] === "string" ? { version: row["version"] } : {}),
    }));
  },
});

function same(row: Row, sha256: string, baseline: Baseline): void {
  if (row["sha256"] === sha256) return;
  throw new GradusError("conflict", `${baseline.target} has another baseline ${baseline.generation} already`);
}

async function read(ctx: StoreContext, target: string, head: Row): Promise<Baseline> {
  const chunks: Uint8Array[] = [];
  for (let n = 0; n < Number(head["parts"]); n++) {
    const row = n === 0 ? head : await get(ctx, partKey(ctx, target, head.sk, n));
    if (!(row?.["gz"] instanceof Uint8Array)) throw corrupt(head, `part ${n} is missing`);
    chunks.push(row["gz"]);
  }
  return parseStored(baselineSchema, parseText(head, unpack(head, chunks)), head);
}

function unpack(head: Row, chunks: readonly Uint8Array[]): string {
  try {
    return gunzipSync(Buffer.concat(chunks)).toString("utf8");
  } catch (error) {
    throw corrupt(head, messageOf(error), error);
  }
}

async function prune(ctx: StoreContext, target: string): Promise<void> {
  const rows = await query(ctx, {
    partition: partition(ctx, target),
    newestFirst: true,
    only: ["pk", "sk", "parts"],
  });
  for (const row of rows.slice(KEEP)) {
    await remove(ctx, row);
    for (let n = 1; n < Number(row["parts"]); n++) await remove(ctx, partKey(ctx, target, row.sk, n));
  }
}
