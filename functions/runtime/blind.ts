import { type Context, GradusError, type Host, type Target } from "@gradus/core";
import {
  createBaseliner,
  createDiagnostics,
  createHands,
  createManagers,
  createUnreachableHost,
} from "@gradus/targets";
import { contextOf, newId, targetsOfNow } from "./context.ts";
import type { Observed } from "./observe.ts";
import type { Root } from "./root.ts";

const WHY = "this function looks at no target, and acts on none";
const refuse = (): never => {
  throw new GradusError("forbidden", WHY);
};

/** For functions that neither look nor act: they know the runbooks, and nothing of the targets but what is written down. */
export async function blindContext(root: Root, out: Pick<Observed, "log">): Promise<Context> {
  const { clock, store } = root;
  const { baselines } = store;
  const host = (id: string): Host => createUnreachableHost(id, WHY);
  const managers = createManagers({ host, runDir: "/tmp/gradus", clock, log: out.log });
  const manager = (target: Target) => managers.for(target);
  const baseliner = createBaseliner({ host, manager, clock, ids: newId });
  const targets = await targetsOfNow(root);
  return contextOf(root, out, targets, {
    watcher: { look: async () => refuse() },
    baseliner,
    diagnostics: createDiagnostics({
      host,
      manager,
      baselines,
      baseliner,
      clock,
      ids: newId,
      identify: () => ({}),
      check: async () => refuse(),
    }),
    hands: createHands({
      host,
      manager,
      baselines,
      fetch: async () => refuse(),
      clock,
      protect: { isOwn: () => false, targetOf: () => undefined, targets: () => targets.all() },
      log: (message, fields) => out.log("info", message, fields),
    }),
  });
}
