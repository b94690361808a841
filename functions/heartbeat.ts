import { createExecutions, workflowsClient } from "@gradus/aws";
import { redrive } from "@gradus/core";
import { blindContext } from "./runtime/blind.ts";
import { type Invocation, observed } from "./runtime/observe.ts";
import { boardOf, problemsOf } from "./runtime/problems.ts";
import { theRoot } from "./runtime/root.ts";

/** Called a few times a day: says that all of Gradus is there, or says what is not, and stays silent where an alarm listens for it. */
export const handler = (_input: unknown, invocation: Invocation): Promise<unknown> => {
  const root = theRoot();
  return observed(root.settings, invocation, async (out) => {
    const ctx = await blindContext(root, out);
    const { stuck } = await redrive(ctx, createExecutions(workflowsClient(), root.settings.machine));
    const problems = [
      ...(await problemsOf(root, await boardOf(root), ctx.targets)),
      ...stuck.map((task) => `Task ${task} cannot be brought to an end: resolve it by hand.`),
    ];
    if (problems.length === 0) out.count("Heartbeat");
    else await ctx.notify.unwell("Gradus is not all there", problems.join("\n"));
    out.log(problems.length === 0 ? "info" : "error", "a look at Gradus itself", { problems });
    return { problems };
  });
};
