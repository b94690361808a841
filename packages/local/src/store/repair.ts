import dynaliteDb from "dynalite/db/index.js";
import type { Item, Operation, TableMeta } from "dynalite/db/index.js";
import type { Engine } from "./engine.ts";
import { after, indexPrefix, itemPrefix, ttlKey, ttlOf } from "./keys.ts";

/** What a repair found and put right. */
export interface RepairReport {
  /** False: the last shutdown was clean and the table is as it was, so there was nothing to look for. */
  ran: boolean;
  items: number;
  /** Index and expiry entries that were not there. */
  missing: number;
  /** Index entries that differed from their item. */
  stale: number;
  /** Index entries without an item that has them. */
  orphaned: number;
  ms: number;
}

export const nothingToRepair: RepairReport = {
  ran: false,
  items: 0,
  missing: 0,
  stale: 0,
  orphaned: 0,
  ms: 0,
};

const CHUNK = 500;

/** Compares every index entry with its item and corrects those that differ. Linear in the items, bounded in memory. */
export async function repair(engine: Engine, table: TableMeta): Promise<RepairReport> {
  const started = performance.now();
  const report: RepairReport = { ...nothingToRepair, ran: true };
  const expected = new Set<string>();
  const prefix = itemPrefix(table.TableName);
  for await (const chunk of chunks(engine, prefix)) {
    const wanted: Array<{ key: string; value: unknown }> = [];
    for (const [key, value] of chunk) {
      const item = value as Item;
      report.items += 1;
      for (const entry of entriesOf(table, item)) {
        expected.add(entry.key);
        wanted.push({ ...entry });
      }
      const itemKey = key.slice(prefix.length);
      const ttl = ttlOf(item);
      if (ttl !== undefined) wanted.push({ key: ttlKey(ttl, itemKey), value: 1 });
    }
    await engine.write(await corrections(engine, wanted, report));
  }
  await dropOrphans(engine, table, expected, report);
  return { ...report, ms: Math.round(performance.now() - started) };
}

async function corrections(
  engine: Engine,
  wanted: ReadonlyArray<{ key: string; value: unknown }>,
  report: RepairReport,
): Promise<Operation[]> {
  const found = await engine.level().getMany(wanted.map((w) => w.key));
  const operations: Operation[] = [];
  for (const [i, want] of wanted.entries()) {
    if (found[i] !== undefined && JSON.stringify(found[i]) === JSON.stringify(want.value)) continue;
    if (found[i] === undefined) report.missing += 1;
    else report.stale += 1;
    operations.push({ type: "put", key: want.key, value: want.value });
  }
  return operations;
}

async function dropOrphans(
  engine: Engine,
  table: TableMeta,
  expected: ReadonlySet<string>,
  report: RepairReport,
): Promise<void> {
  for (const index of table.GlobalSecondaryIndexes ?? []) {
    const prefix = indexPrefix(table.TableName, index.IndexName);
    for await (const keys of keyChunks(engine, prefix)) {
      const orphans = keys.filter((key) => !expected.has(key));
      report.orphaned += orphans.length;
      if (orphans.length > 0) await engine.write(orphans.map((key) => ({ type: "del", key })));
    }
  }
}

/** The index entries that an item should have, under their full keys. */
function entriesOf(table: TableMeta, item: Item): Array<{ key: string; value: unknown }> {
  const { puts } = dynaliteDb.getIndexActions(table.GlobalSecondaryIndexes ?? [], undefined, item, table);
  return puts.map((put) => ({ key: indexPrefix(table.TableName, put.index) + put.key, value: put.item }));
}

async function* chunks(engine: Engine, prefix: string): AsyncGenerator<Array<[string, unknown]>> {
  const iterator = engine.level().iterator({ gte: prefix, lt: after(prefix) });
  try {
    for (let part = await iterator.nextv(CHUNK); part.length > 0; part = await iterator.nextv(CHUNK))
      yield part;
  } finally {
    await iterator.close();
  }
}

async function* keyChunks(engine: Engine, prefix: string): AsyncGenerator<string[]> {
  const iterator = engine.level().keys({ gte: prefix, lt: after(prefix) });
  try {
    for (let part = await iterator.nextv(CHUNK); part.length > 0; part = await iterator.nextv(CHUNK))
      yield part;
  } finally {
    await iterator.close();
  }
}
