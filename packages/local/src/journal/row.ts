import { isGradusError } from "@gradus/core";
import type { Key, Row, StoreContext } from "@gradus/store/rows";
import {
  corrupt,
  decode,
  encode,
  keyPart,
  parseStored,
  parseText,
  range,
  shardOf,
  timeKey,
} from "@gradus/store/rows";
import * as z from "zod";
import type { HistoryEvent } from "../runner/history/event.ts";
import type { ExecutionRecord, ExecutionStatus, ExecutionSummary } from "../runner/journal.ts";
import { RecordTooLarge } from "../runner/journal.ts";

/*
 * An execution is one row: the newest snapshot, and the events of its latest commits (`events`, one text per commit).
 * Before those grow over 100 KB they move to history rows, which `moved` names, so that a move that lost its race is not seen.
 *
 *   execution|<id>   record                          snapshot, events, moved, v; in the indexes by status, shard and machine
 *   execution|<id>   history|<first>|<last>|<random> the events with these ids
 */
const statusSchema = z.enum(["RUNNING", "SUCCEEDED", "FAILED", "TIMED_OUT", "ABORTED"]);
export const statuses: readonly ExecutionStatus[] = statusSchema.options;

const summarySchema = z.object({
  id: z.string(),
  machine: z.string(),
  name: z.string(),
  status: statusSchema,
  startedAt: z.number(),
  stoppedAt: z.number().optional(),
});

const recordSchema = summarySchema.extend({
  error: z.string().optional(),
  cause: z.string().optional(),
  deadline: z.number().optional(),
  version: z.number().int().positive(),
  lastEventId: z.number(),
  writer: z.string(),
  root: z.looseObject({ state: z.string() }).optional(),
});

const eventsSchema = z.array(z.looseObject({ id: z.number(), type: z.string() }));

/** Together below the 400 KB that a row may have. */
const SNAPSHOT = { plain: 150 * 1024, packed: 270 * 1024 };
export const INLINE_EVENT_BYTES = 100 * 1024;

export const recordKey = (ctx: StoreContext, id: string): Key => ({
  pk: `execution|${keyPart(ctx, id)}`,
  sk: "record",
});
/** The sort key of a history row. */
export const historyName = (first: number, last: number, random: string): string =>
  `history|${first}|${last}|${random}`;
export const historyKey = (ctx: StoreContext, id: string, name: string): Key => ({
  pk: recordKey(ctx, id).pk,
  sk: name,
});
/** The event ids of a history row, from its name. */
export function spanOf(name: string): { first: number; last: number } {
  const [, first, last] = name.split("|");
  return { first: Number(first), last: Number(last) };
}

export const statusPartitions = (ctx: StoreContext, status: ExecutionStatus): string[] =>
  range(ctx.shards).map((shard) => `execution|${status}|${shard}`);
export const machinePartition = (machine: string, status: ExecutionStatus): string =>
  `execution|${status}|machine|${machine}`;

/** What the lists need: it changes only when the status does. */
export function listed(ctx: StoreContext, record: ExecutionRecord) {
  const { id, machine, name, status, startedAt, stoppedAt } = record;
  return {
    g1: statusPartitions(ctx, status)[shardOf(ctx, id, ctx.shards)],
    g2: machinePartition(machine, status),
    gs: `${timeKey(startedAt)}|${keyPart(ctx, id)}`,
    sum: JSON.stringify({
      id,
      machine,
      name,
      status,
      startedAt,
      ...(stoppedAt === undefined ? {} : { stoppedAt }),
    }),
  };
}

export const snapshot = (record: ExecutionRecord) => tooLarge(() => encode(record, record.id, SNAPSHOT));
export const pack = (events: readonly HistoryEvent[]) => tooLarge(() => encode(events, "history"));

function tooLarge<T>(make: () => T): T {
  try {
    return make();
  } catch (error) {
    if (isGradusError(error) && error.code === "limit") throw new RecordTooLarge(error.message);
    throw error;
  }
}

/** Checked but not rebuilt: the JSON of a workflow comes back to the character. */
export function toRecord(row: Row): ExecutionRecord {
  const value = decode(row);
  parseStored(recordSchema, value, row);
  return value as ExecutionRecord;
}

export const toSummary = (row: Row): ExecutionSummary =>
  parseStored(summarySchema, parseText(row, row["sum"]), row) as ExecutionSummary;

export const inlineTexts = (row: Row): string[] => textsOf(row, "events");
export const movedNames = (row: Row): string[] => textsOf(row, "moved");

function textsOf(row: Row, name: string): string[] {
  const texts = row[name];
  if (!Array.isArray(texts) || !texts.every((t) => typeof t === "string"))
    throw corrupt(row, `it has no ${name}`);
  return texts;
}

export const inlineEvents = (row: Row): HistoryEvent[] =>
  inlineTexts(row).flatMap((text) => checkEvents(row, parseText(row, text)));

export const historyEvents = (row: Row): HistoryEvent[] => checkEvents(row, decode(row));

function checkEvents(row: Row, value: unknown): HistoryEvent[] {
  parseStored(eventsSchema, value, row);
  return value as HistoryEvent[];
}
