import { rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { GradusError } from "@gradus/core";
import dynaliteDb from "dynalite/db/index.js";
import type { Level, Operation, Store } from "dynalite/db/index.js";
import { atomicView } from "./atomic.ts";
import { storageFault } from "./fault.ts";
import { groupCommit } from "./group-commit.ts";
import { isApiError, run } from "./operations.ts";

/** Dynalite without its HTTP server, over a level database on disk or in memory. */
export interface Engine {
  /** One operation of the DynamoDB API. Throws ApiError for DynamoDB's own answers, GradusError for the disk's. */
  run(operation: string, input: unknown): Promise<unknown>;
  /** Writes several keys in one atomic batch. */
  write(operations: Operation[]): Promise<void>;
  level(): Level;
  close(): Promise<void>;
}

const PROBE_BYTES = 1024 * 1024;
const PROBE_EVERY_MS = 1_000;

/**
 * Opens the database. `sync` waits for the disk before a write is answered: then writes survive a power cut, not only a kill.
 * After a write that failed the log may end in half a record, so writing goes on only when the database has been reopened.
 */
export async function openEngine(options: { directory?: string; sync?: boolean }): Promise<Engine> {
  const { directory, sync = false } = options;
  const where = directory ?? "memory";
  let store = await open(directory);
  let fault: GradusError | undefined;
  let reopening: Promise<void> | undefined;
  let probedAt = Number.NEGATIVE_INFINITY;
  let closed = false;
  const running = new Set<Promise<unknown>>();

  const write = groupCommit(async (operations) => {
    if (fault) throw fault;
    try {
      await batchOf(store.db)(operations, { sync });
    } catch (error) {
      fault = storageFault(error, where);
      throw fault;
    }
  });

  const reopen = async (): Promise<void> => {
    if (directory !== undefined) await probe(directory);
    await Promise.allSettled(running);
    await store.db.close();
    store = await open(directory);
    fault = undefined;
  };

  /** At most once a second, one at a time; until it works, reading goes on and writing fails with the same fault. */
  const recover = async (): Promise<void> => {
    const now = performance.now();
    if (!reopening && now - probedAt < PROBE_EVERY_MS) return;
    probedAt = now;
    reopening ??= reopen()
      .catch((error: unknown) => {
        fault = storageFault(error, where);
      })
      .finally(() => {
        reopening = undefined;
      });
    await reopening;
  };

  const guarded = async (operation: string, input: unknown): Promise<unknown> => {
    try {
      return await run(atomicView(store, write), operation, input);
    } catch (error) {
      // While it waits to be reopened the database may be closed: why it waits says more than that.
      throw isApiError(error) ? error : (fault ?? storageFault(error, where));
    }
  };

  return {
    async run(operation, input) {
      if (closed) throw new GradusError("unavailable", `The store in ${where} is closed.`);
      if (fault) await recover();
      const task = guarded(operation, input);
      running.add(task);
      try {
        return await task;
      } finally {
        running.delete(task);
      }
    },
    write,
    level: () => store.db,
    async close() {
      if (closed) return;
      closed = true;
      await Promise.allSettled(running);
      await store.db.close();
    },
  };
}

async function open(directory: string | undefined): Promise<Store> {
  const store = dynaliteDb.create({ path: directory, createTableMs: 0 });
  try {
    await store.db.open();
  } catch (error) {
    throw storageFault(error, directory ?? "memory");
  }
  closeIterators(store.db);
  return store;
}

/**
 * Dynalite's streams end their iterator by return(), which level's do not have: every query would leave one open, and its
 * memory (3 KB) with it, until the database is closed.
 */
function closeIterators(db: Level): void {
  for (const name of ["keys", "values"] as const) {
    const make = db[name].bind(db);
    db[name] = (range) => {
      const iterator = make(range);
      return Object.assign(iterator, { return: () => iterator.close() });
    };
  }
}

/** Level's own batch: dynalite's wrapper around it takes no options. */
function batchOf(db: Level): Level["batch"] {
  const prototype = Object.getPrototypeOf(db) as Level;
  return prototype.batch.bind(db);
}

/** Reopening needs room for a new log: without it the database that can still be read would be gone too. */
async function probe(directory: string): Promise<void> {
  const path = join(directory, "..", "probe.tmp");
  try {
    await writeFile(path, Buffer.alloc(PROBE_BYTES, 1));
  } finally {
    await rm(path, { force: true });
  }
}
