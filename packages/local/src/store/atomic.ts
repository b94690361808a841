import type { Callback, Operation, Store, SubDb } from "dynalite/db/index.js";
import { itemPrefix, indexPrefix, ttlEntry } from "./keys.ts";

/**
 * A view of the store for one request, in which an item and its index entries are written in one atomic batch.
 * Dynalite itself writes them one after the other, so that a crash in between leaves an index that lies.
 * It first puts all index entries of an item and then, in the same tick, the item: entries are held back until then.
 */
export function atomicView(store: Store, write: (operations: Operation[]) => Promise<void>): Store {
  let held: Operation[] = [];
  const flush = (last: Operation[], callback: Callback): void => {
    const operations = [...held, ...last];
    held = [];
    write(operations).then(
      () => setImmediate(callback, null),
      (error: Error) => setImmediate(callback, error),
    );
  };
  const index = (prefix: string, real: SubDb): SubDb => ({
    ...real,
    put: (key, value, callback) => {
      held.push({ type: "put", key: prefix + key, value });
      callback(null);
    },
    del: (key, callback) => {
      held.push({ type: "del", key: prefix + key });
      callback(null);
    },
  });
  const items = (prefix: string, real: SubDb): SubDb => ({
    ...real,
    put: (key, value, callback) =>
      flush([{ type: "put", key: prefix + key, value }, ...ttlEntry(key, value)], callback),
    del: (key, callback) => flush([{ type: "del", key: prefix + key }], callback),
  });
  return {
    ...store,
    getItemDb: (table) => items(itemPrefix(table), store.getItemDb(table)),
    getIndexDb: (kind, table, name) => index(indexPrefix(table, name), store.getIndexDb(kind, table, name)),
  };
}
