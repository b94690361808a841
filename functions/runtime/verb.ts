import { borrowMemory, shardOf } from "@gradus/aws";
import { nodeCrypto } from "@gradus/store";
import { type Verb, verbs } from "@gradus/workflows";
import { compose } from "./context.ts";
import { type Invocation, observed } from "./observe.ts";
import { theRoot } from "./root.ts";

/** The function behind a state of the workflow: the same table of verbs as on one machine, told what its task is. */
export const verbHandler =
  (name: Verb) =>
  (input: unknown, invocation: Invocation): Promise<unknown> => {
    const root = theRoot();
    return observed(root.settings, invocation, async (out) => {
      out.about({ verb: name, task: taskOf(input) });
      const started = root.clock.now();
      const { ctx, watcher } = await compose(root, out, (targets) =>
        borrowMemory(root.store.state, (id) => {
          const target = targets.get(id);
          return target && shardOf(nodeCrypto, target, root.settings.shards);
        }),
      );
      try {
        const output = await verbs[name](ctx, input);
        out.log("info", `${name} is done`, { decision: decisionOf(output) });
        return output ?? {};
      } finally {
        watcher.close();
        out.milliseconds("VerbTime", root.clock.now() - started);
      }
    });
  };

/** The task is the one id that all lines, events, mails and traces about it carry. */
function taskOf(input: unknown): string {
  const { task, state } = (input ?? {}) as { task?: unknown; state?: { task?: unknown } };
  return String(task ?? state?.task ?? "unknown");
}

const decisionOf = (output: unknown): unknown => (output as { decision?: unknown } | undefined)?.decision;
