import type { Context } from "@gradus/core";
import { type Verb, verbs } from "@gradus/workflows";
import { blindContext } from "./blind.ts";
import { type Invocation, type Observed, observed } from "./observe.ts";
import { type Root, theRoot } from "./root.ts";

/** Gives a verb its context, and ends what was opened for it. */
export type Compose = (root: Root, out: Observed) => Promise<{ ctx: Context; close: () => void }>;

const blind: Compose = async (root, out) => ({ ctx: await blindContext(root, out), close: () => undefined });

/** The function behind a state of the workflow: the same table of verbs as on one machine, told what its task is. */
export const verbHandler =
  (name: Verb, compose = blind) =>
  (input: unknown, invocation: Invocation): Promise<unknown> => {
    const root = theRoot();
    return observed(root.settings, invocation, async (out) => {
      out.about({ verb: name, task: taskOf(input) });
      const started = root.clock.now();
      const { ctx, close } = await compose(root, out);
      try {
        const output = await verbs[name](ctx, input);
        out.log("info", `${name} is done`, { decision: decisionOf(output) });
        return output ?? {};
      } finally {
        close();
        out.milliseconds("VerbTime", root.clock.now() - started);
      }
    });
  };

/** The task is the one id that all lines, events, mails and traces about it carry. */
function taskOf(input: unknown): string {
  const { task, state } = (input ?? {}) as { task?: unknown; state?: { task?: unknown } };
  const named = task ?? state?.task;
  return typeof named === "string" ? named : "unknown";
}

const decisionOf = (output: unknown): unknown => (output as { decision?: unknown } | undefined)?.decision;
