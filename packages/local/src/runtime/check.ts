import { cp, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import {
  type Autonomy,
  type Context,
  factsOf,
  type Look,
  type Notifier,
  type Observation,
  type Risk,
  type Target,
} from "@gradus/core";
import { createStore, nodeCrypto } from "@gradus/store";
import { createBus } from "../events/bus.ts";
import type { Options } from "../options.ts";
import { openMemoryStore } from "../store/index.ts";
import { isBlindSpot } from "@gradus/detectors";
import { possibleRunbooks } from "@gradus/targets";
import { createParts } from "./context.ts";
import { createIdentity } from "./identity.ts";
import { createRegistry } from "./registry.ts";
import { readTargets } from "./targets.ts";

export interface TargetCheck {
  id: string;
  state: "healthy" | "failing" | "unknown";
  /** What is wrong, one sentence each. */
  signals: string[];
  /** What can be seen. */
  seen: string[];
  /** What should be seen, and is not: unreadable, missing, not answering. */
  unseen: string[];
  /** What to know before starting Gradus with it. */
  hints: string[];
  autonomy: Autonomy;
  /** Runbooks that the entry makes possible. */
  runbooks: Array<{ id: string; risk: Risk }>;
}

export interface CheckReport {
  targets: TargetCheck[];
  /** Settings that are allowed, but hardly meant. */
  warnings: string[];
}

type Env = Readonly<Record<string, string | undefined>>;

const nothing = async (): Promise<void> => undefined;
const silent: Notifier = {
  escalated: nothing,
  reminded: nothing,
  resolved: nothing,
  bundled: nothing,
  unwell: nothing,
  digest: nothing,
  tested: nothing,
};

/** Looks once at every target; starts and changes nothing, keeps nothing. Throws "invalid_input" for a file with mistakes. */
export async function checkTargets(options: Options, env: Env): Promise<CheckReport> {
  const { targets, warnings } = readTargets(options, env);
  const clock = { now: () => Date.now() };
  const scratch = await mkdtemp(join(tmpdir(), "gradus-check-"));
  const embedded = await openMemoryStore({ clock });
  try {
    // Managers write down what they see of a process: not into the folder of a Gradus that runs.
    await cp(join(options.dataDir, "run"), join(scratch, "run"), { recursive: true }).catch(() => undefined);
    const { client, table } = embedded;
    const { watcher, context } = createParts({
      options: { ...options, dataDir: scratch },
      env,
      store: createStore({ client, table, clock, crypto: nodeCrypto }),
      registry: createRegistry(targets),
      identity: createIdentity(process.pid),
      events: createBus(() => undefined),
      notify: silent,
      log: () => undefined,
    });
    try {
      return { targets: await Promise.all(targets.map((t) => check(context, t))), warnings };
    } finally {
      watcher.close();
    }
  } finally {
    await embedded.close();
    await rm(scratch, { recursive: true, force: true });
  }
}

async function check(ctx: Pick<Context, "watcher" | "hands">, target: Target): Promise<TargetCheck> {
  const look = await ctx.watcher.look(target);
  const cards = new Map(ctx.hands.cards().map((c) => [c.id, c]));
  const signals = look.signals.map((s) => s.summary);
  // What the machine does at large, and what a signal has said already, tells nothing of how the entry was written.
  const isNews = ({ fact, text }: Observation): boolean =>
    fact.kind !== "note" && fact.kind !== "host" && !signals.some((s) => s.endsWith(text));
  return {
    id: target.id,
    state: look.healthy ? "healthy" : look.signals.length > 0 ? "failing" : "unknown",
    signals,
    seen: look.observations.filter((o) => !isBlindSpot(o) && isNews(o)).map((o) => o.text),
    unseen: look.observations.filter(isBlindSpot).map((o) => o.text),
    hints: hintsOf(target, look),
    autonomy: target.autonomy,
    runbooks: possibleRunbooks(target).flatMap((id) => {
      const card = cards.get(id);
      return card ? [{ id, risk: card.risk }] : [];
    }),
  };
}

function hintsOf(target: Target, { signals, observations }: Look): string[] {
  const isDown = signals.some((s) => s.symptom === "service_down");
  const isNameless = factsOf(observations, "process").some(
    ({ fact }) => fact.running && fact.pid === undefined && fact.unknown === undefined,
  );
  return [
    ...(isDown && target.manager?.kind === "process" ? ["it does not run now: gradus start starts it"] : []),
    ...(isNameless && target.manager?.kind === "script"
      ? ["its status command does not print the pid: while it runs so, no intruder on its machine is touched"]
      : []),
  ];
}
