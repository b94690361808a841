import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { createLinks } from "@gradus/api";
import { type Context, type DomainEvent, GradusError, messageOf } from "@gradus/core";
import { createStore } from "@gradus/store";
import { nodeCrypto } from "../crypto.ts";
import { openDemo } from "../demo/demo.ts";
import { createLoop } from "../detection/loop.ts";
import { createBus } from "../events/bus.ts";
import { storeJournal } from "../journal/index.ts";
import { createFileLog } from "../log/file-log.ts";
import { createNotifier } from "../mail/notifier.ts";
import { createOutbox } from "../mail/outbox.ts";
import type { Options } from "../options.ts";
import { systemClock } from "../runner/index.ts";
import { acquireLock, openEmbeddedStore } from "../store/index.ts";
import { apiContext } from "./api-context.ts";
import { createBoard } from "./board.ts";
import { bringUp } from "./bring-up.ts";
import { createParts } from "./context.ts";
import { createIdentity } from "./identity.ts";
import { keyIn } from "./link-key.ts";
import { createPasses } from "./passes.ts";
import { redrive, resume } from "./redrive.ts";
import { createRegistry } from "./registry.ts";
import { startSchedules } from "./schedules.ts";
import { serve } from "./serve.ts";
import { createStatus } from "./status.ts";
import { type ConfiguredTargets, followTargets, readTargets } from "./targets.ts";
import { createWorkflows } from "./workflows.ts";

type Env = Readonly<Record<string, string | undefined>>;

export const VERSION = "0.1.0";

export interface Gradus {
  context: Context;
  url: string;
  logFile: string;
  warnings: string[];
  subscribe(listener: (event: DomainEvent) => void): () => void;
  status: ReturnType<typeof createStatus>;
  /** Stops everything it started, and nothing else. Executions stay as they are and go on at the next start. */
  stop(): Promise<void>;
}

/**
 * Brings up Gradus on one machine. Throws GradusError: "invalid_input" (targets.yaml), "conflict" (data directory or port
 * taken), "corrupt" (data directory unreadable), "unavailable" (disk). What was started until then is stopped again.
 */
export async function startGradus(options: Options, env: Env): Promise<Gradus> {
  const startedAt = Date.now();
  if (options.token === undefined && !isLoopback(options.host)) {
    throw new GradusError("invalid_input", `Listening on ${options.host} needs a token: set GRADUS_TOKEN (16 characters or more), or leave --host out to listen on this machine only.`);
  }
  const configured = readTargets(options, env);
  const undo: Array<() => Promise<unknown>> = [];
  try {
    return await assemble(options, env, configured, startedAt, undo);
  } catch (error) {
    for (const step of undo.reverse()) await step().catch(() => undefined);
    throw error;
  }
}

const isLoopback = (host: string): boolean => host === "localhost" || host === "::1" || host.startsWith("127.");

async function assemble(options: Options, env: Env, configured: ConfiguredTargets, startedAt: number, undo: Array<() => Promise<unknown>>): Promise<Gradus> {
  mkdirSync(options.dataDir, { recursive: true });
  const lock = await acquireLock(options.dataDir);
  undo.push(() => lock.release());
  const problems = new Map<string, string>(configured.warnings.map((w) => [w, w]));
  const logFile = join(options.dataDir, "logs", "gradus.log");
  const log = createFileLog(logFile, Date.now, (error) => problems.set("log", `The log ${logFile} cannot be written: ${messageOf(error)}. Free some disk space.`));
  const clock = systemClock({ keepAlive: true });

  const embedded = await openEmbeddedStore({ dataDir: options.dataDir, clock, log: (message, data) => log("info", message, data) });
  undo.push(() => embedded.close());
  const table = { client: embedded.client, table: embedded.table, clock, crypto: nodeCrypto };
  const store = createStore(table);
  const registry = createRegistry(configured.targets);
  const bus = createBus((error, event) => log("error", "a listener failed", { event: event.type, error: messageOf(error) }));
  const outbox = createOutbox({ directory: join(options.dataDir, "outbox"), from: options.mailFrom, smtpUrl: options.smtpUrl, now: Date.now, randomId: () => nodeCrypto.randomId(), log });
  const address = { url: `http://${options.host}:${options.port}` };
  const links = createLinks({ crypto: nodeCrypto, key: keyIn(options.dataDir), baseUrl: () => address.url, now: Date.now });
  const notify = createNotifier({ mailer: outbox, to: options.mailTo, log, mail: { baseUrl: () => address.url, links, now: Date.now } });
  const identity = createIdentity(process.pid, [process.ppid]);
  const parts = createParts({ options, env, store, registry, identity, events: bus, notify, log });
  const { workflows, runner } = createWorkflows({ journal: storeJournal(table), workers: options.workers, context: () => context, log });
  undo.push(() => runner.close());
  const context: Context = { ...parts.context, workflows };

  const board = createBoard();
  const passes = createPasses({ context: () => context, board, identity });
  const loop = createLoop({ registry, pass: (t) => passes.pass(t), intervalMs: options.intervalMs, log, setTimer: (ms, fire) => clock.setTimer(ms, fire) });
  const save = async (): Promise<void> => {
    await passes.save();
    await parts.watcher.save();
  };
  const status = createStatus({ context: () => context, board, version: VERSION, startedAt, problems: () => [...problems.values()] });
  const demo = configured.targets.some((t) => t.demo) ? await openDemo({ dataDir: options.dataDir, registry, manager: (t) => parts.managers.for(t) }) : undefined;
  const api = apiContext({ options, context, runner, status, outbox, demo, bus, links, version: VERSION });
  const served = await serve({
    host: options.host,
    port: options.port,
    api: ({ url, port }) => {
      address.url = url;
      return api(url, port);
    },
  });
  undo.push(() => served.close());

  undo.push(() => parts.managers.stopAll());
  await bringUp(registry.all(), parts.managers, log);
  const went = await resume(context, runner);
  if (went.resumed + went.restarted > 0) log("info", "open tasks go on", went);
  const watch = followTargets(options, env, (targets, broken) => {
    problems.delete("targets");
    if (broken.length > 0) problems.set("targets", `${options.targetsFile} cannot be used as it is now; the targets from before stay. ${broken.join("; ")}`);
    const change = registry.replace(targets);
    for (const id of change.removed) {
      passes.forget(id);
      board.forget(id);
      identity.claim(id, undefined);
      parts.watcher.forget(id).catch((error: unknown) => log("warn", "what was remembered of a target could not be dropped", { target: id, error: messageOf(error) }));
    }
    log(broken.length > 0 ? "error" : "info", "the targets were read again", { ...change, broken });
    void bringUp(change.added.flatMap((id) => registry.get(id) ?? []), parts.managers, log);
    loop.reconcile();
  });
  const schedules = startSchedules({ context: () => context, outbox, save, redrive: () => redrive(context, runner) });
  loop.start();
  log("info", "Gradus has started", { url: served.url, targets: registry.all().length, ms: Date.now() - startedAt });

  return {
    context,
    url: served.url,
    logFile,
    warnings: configured.warnings,
    subscribe: (listener) => bus.subscribe(listener),
    status,
    async stop() {
      watch.close();
      schedules.stop();
      await loop.stop();
      await runner.drain({ timeoutMs: 5_000 });
      await save();
      await served.close();
      await parts.managers.stopAll();
      parts.watcher.close();
      await embedded.close();
      await lock.release();
      log("info", "Gradus has stopped");
    },
  };
}
