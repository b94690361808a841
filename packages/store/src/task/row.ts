import type { Task, TaskSummary } from "@gradus/core";
import { isOpen, peopleOf, summarize, taskSchema, taskSummarySchema } from "@gradus/core";
import type { Key, Row, StoreContext } from "../context.ts";
import { keyPart, shardOf } from "../context.ts";
import { decode, encode, parseStored, parseText, SOFT_LIMIT } from "../document.ts";
import { generationKey, timeKey } from "../table.ts";

/** The long parts of a task have attributes of their own: they can be read by eye in the console, and moved or packed. */
const parts = ["observations", "attempts", "verdicts", "audit"] as const;

const taskKey = (ctx: StoreContext, fingerprint: string, generation: number): Key => ({
  pk: `task|${keyPart(ctx, fingerprint)}`,
  sk: generationKey(generation),
});

/** A task id is fingerprint, "-", generation. Undefined for text that is none. */
export function keyOfId(ctx: StoreContext, id: string): Key | undefined {
  const match = /^(.+)-([1-9]\d{0,8})$/.exec(id);
  return match ? taskKey(ctx, match[1] ?? "", Number(match[2])) : undefined;
}

export type State = "open" | "closed";
export const stateOf = (task: Task): State => (isOpen(task) ? "open" : "closed");
export const shardPartition = (state: State, shard: number): string => `task|${state}|${shard}`;
export const targetPartition = (ctx: StoreContext, state: State, target: string): string =>
  `task|${state}|target|${keyPart(ctx, target)}`;

/** The row of a task whose version is already the new one. May be larger than a row can be: see fit. */
export function toRow(ctx: StoreContext, task: Task): Row {
  const state = stateOf(task);
  const { observations, attempts, verdicts, audit, ...rest } = task;
  return {
    ...taskKey(ctx, task.fingerprint, task.generation),
    g1: shardPartition(state, shardOf(ctx, task.id, ctx.shards)),
    g2: targetPartition(ctx, state, task.target),
    gs: `${timeKey(task.openedAt)}|${keyPart(ctx, task.id)}`,
    v: task.version,
    sum: JSON.stringify(summarize(task)),
    doc: JSON.stringify(rest),
    observations: JSON.stringify(observations),
    attempts: JSON.stringify(attempts),
    verdicts: JSON.stringify(verdicts),
    audit: JSON.stringify(audit),
  };
}

/** Bytes of a row as DynamoDB counts them: names and values of the attributes. */
export function sizeOf(row: Row): number {
  let size = 0;
  for (const [name, value] of Object.entries(row)) size += name.length + Buffer.byteLength(String(value));
  return size;
}

/** Gzips the documents of a row that is too large even without its observations (a long audit chain, many attempts). */
export function packed(row: Row, task: Task): Row {
  if (sizeOf(row) <= SOFT_LIMIT) return row;
  const { doc: _doc, observations: _o, attempts: _a, verdicts: _v, audit: _c, ...head } = row;
  return { ...head, ...encode(task, `task ${task.id}`) };
}

export function fromRow(row: Row): Task {
  if (row["gz"] instanceof Uint8Array) return parseStored(taskSchema, decode(row), row);
  const rest = parseText(row, row["doc"]);
  const long = Object.fromEntries(parts.map((name) => [name, parseText(row, row[name])]));
  return parseStored(taskSchema, { ...(rest as object), ...long }, row);
}

export function toSummary(row: Row): TaskSummary {
  const summary = parseStored(taskSummarySchema, parseText(row, row["sum"]), row);
  return { ...summary, people: peopleOf(summary) };
}
