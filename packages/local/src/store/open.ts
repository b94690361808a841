import { mkdir, readFile, readdir, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { Clock } from "@gradus/core";
import { connect } from "@gradus/store";
import type { Client } from "@gradus/store";
import type { Engine } from "./engine.ts";
import { openEngine } from "./engine.ts";
import { corruptDirectory, storageFault } from "./fault.ts";
import { requestHandler } from "./handler.ts";
import type { RepairReport } from "./repair.ts";
import { nothingToRepair, repair } from "./repair.ts";
import { sweep } from "./sweep.ts";
import { ensureTable } from "./table.ts";

export type Log = (message: string, data?: Record<string, unknown>) => void;

export interface EmbeddedStore {
  client: Client;
  table: string;
  repair: RepairReport;
  /** Deletes expired rows now; it runs by itself every ten minutes. */
  sweep(): Promise<number>;
  close(): Promise<void>;
}

const TABLE = "gradus";
const SWEEP_EVERY_MS = 10 * 60_000;

/**
 * Opens `<dataDir>/store`, creating it if missing. Throws GradusError: "corrupt" for a directory that cannot be read (it
 * is left as it is), "conflict" if another process has it open, "unavailable" for a full disk.
 */
export async function openEmbeddedStore(options: {
  dataDir: string;
  clock: Clock;
  log: Log;
  /** Wait for the disk before a write is answered, so that a power cut loses nothing either. On unless switched off. */
  sync?: boolean;
  sweepEveryMs?: number;
}): Promise<EmbeddedStore> {
  const { dataDir, log } = options;
  const directory = join(dataDir, "store");
  const marker = join(dataDir, "store.clean");
  await makeDirectory(directory);
  await checkDirectory(directory);
  const engine = await openEngine({ directory, sync: options.sync ?? true });
  try {
    const clean = await takeMarker(marker);
    const { meta, changed } = await ensureTable(engine, TABLE, directory);
    const report = clean && !changed ? nothingToRepair : await repair(engine, meta);
    if (report.missing + report.stale + report.orphaned > 0) log("index entries repaired", { ...report });
    const embedded = serve(engine, report, options);
    return {
      ...embedded,
      async close() {
        await embedded.close();
        // Without the marker the next start looks for damage: slower, and as right.
        await writeFile(marker, "").catch(() => undefined);
      },
    };
  } catch (error) {
    await engine.close();
    throw storageFault(error, directory);
  }
}

/** The same store in memory, for tests. */
export async function openMemoryStore(options: { clock: Clock }): Promise<EmbeddedStore> {
  const engine = await openEngine({});
  await ensureTable(engine, TABLE, "memory");
  return serve(engine, nothingToRepair, { clock: options.clock, log: () => undefined });
}

function serve(
  engine: Engine,
  report: RepairReport,
  options: { clock: Clock; log: Log; sweepEveryMs?: number },
): EmbeddedStore {
  const client = connect({ requestHandler: requestHandler(engine) });
  const sweepNow = (): Promise<number> => sweep(engine, TABLE, options.clock.now());
  const timer = setInterval(() => {
    sweepNow().catch((error: unknown) =>
      options.log("expired rows could not be removed", { error: String(error) }),
    );
  }, options.sweepEveryMs ?? SWEEP_EVERY_MS);
  timer.unref();
  return {
    client,
    table: TABLE,
    repair: report,
    sweep: sweepNow,
    async close() {
      clearInterval(timer);
      client.destroy();
      await engine.close();
    },
  };
}

async function makeDirectory(directory: string): Promise<void> {
  try {
    await mkdir(directory, { recursive: true });
  } catch (error) {
    throw storageFault(error, directory);
  }
}

/** Level takes a directory without CURRENT for a new one and removes the data files it finds in it: look first. */
async function checkDirectory(directory: string): Promise<void> {
  const names = await readdir(directory);
  const data = names.some((name) => /\.(ldb|sst|log)$|^MANIFEST-/.test(name));
  if (!data) return;
  if (!names.includes("CURRENT")) throw corruptDirectory(directory, "its file CURRENT is missing");
  const current = (await readFile(join(directory, "CURRENT"), "utf8")).trim();
  if (!names.includes(current))
    throw corruptDirectory(directory, `CURRENT names "${current}", which is missing`);
}

/** True if the last shutdown was clean. The marker goes first: from here on, a crash is not a clean shutdown. */
async function takeMarker(path: string): Promise<boolean> {
  const there = await readFile(path).then(
    () => true,
    () => false,
  );
  if (there) await rm(path);
  return there;
}
