import { type Context, GradusError } from "@gradus/core";
import { createUnreachableHost } from "@gradus/targets";
import { contextOf, targetsOfNow } from "./context.ts";
import type { Observed } from "./observe.ts";
import type { Root } from "./root.ts";
import { sensesOver } from "./senses.ts";

const WHY = "this function looks at no target, and acts on none";
const refuse = async (): Promise<never> => {
  throw new GradusError("forbidden", WHY);
};

/** For functions that neither look nor act: they know the runbooks, and nothing of the targets but what is written down. */
export async function blindContext(root: Root, out: Pick<Observed, "log">): Promise<Context> {
  const targets = await targetsOfNow(root);
  const {
    manager: _,
    targetOf: _of,
    ...senses
  } = sensesOver(root, out, targets, {
    host: (id) => createUnreachableHost(id, WHY),
    check: refuse,
    fetch: refuse,
  });
  return contextOf(root, out, targets, { watcher: { look: refuse }, ...senses });
}
