import { join } from "node:path";
import { type Crypto, messageOf, type Store } from "@gradus/core";
import { createStore, nodeCrypto } from "@gradus/store";
import { type Bus, createBus } from "../events/bus.ts";
import { createFileLog, type Log } from "../log/file-log.ts";
import type { Options } from "../options.ts";
import { systemClock } from "../runner/index.ts";
import { acquireLock, type EmbeddedStore, openEmbeddedStore } from "../store/index.ts";
import type { Cleanup } from "./cleanup.ts";
import { prepareDataDir } from "./data-dir.ts";
import { createProblems, type Problems } from "./problems.ts";

/** What everything else stands on: the data directory, taken for this process, with log and store. */
export interface Foundation {
  clock: ReturnType<typeof systemClock>;
  log: Log;
  logFile: string;
  problems: Problems;
  bus: Bus;
  table: { client: EmbeddedStore["client"]; table: string; clock: Foundation["clock"]; crypto: Crypto };
  store: Store;
}

export async function layFoundation({ dataDir }: Options, cleanup: Cleanup): Promise<Foundation> {
  prepareDataDir(dataDir);
  const lock = await acquireLock(dataDir);
  cleanup.add("the lock of the data directory", () => lock.release());

  const clock = systemClock({ keepAlive: true });
  const logFile = join(dataDir, "logs", "gradus.log");
  const bus = createBus((error, event) =>
    log("error", "a listener failed", { event: event.type, error: messageOf(error) }),
  );
  const say = (type: string, detail: string): void =>
    void bus.publish({ type, at: clock.now(), actor: "gradus", data: { detail } });
  const problems = createProblems({
    onNew: (text) => {
      log("error", text);
      say("gradus.unwell", text);
    },
    onGone: (text) => {
      log("info", `no longer: ${text}`);
      say("gradus.recovered", text);
    },
  });
  const log = createFileLog({
    file: logFile,
    now: () => clock.now(),
    onFault: (error) => problems.set("log", `The log ${logFile} cannot be written: ${messageOf(error)}`),
    onRecovered: () => problems.clear("log"),
  });

  cleanup.add("the last word", () => log("info", "Gradus has stopped"));
  const embedded = await openEmbeddedStore({
    dataDir,
    clock,
    log: (message, data) => log("info", message, data),
  });
  cleanup.add("the store", () => embedded.close());
  const table = { client: embedded.client, table: embedded.table, clock, crypto: nodeCrypto };
  return { clock, log, logFile, problems, bus, table, store: createStore(table) };
}
