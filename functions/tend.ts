import { createExecutions, workflowsClient } from "@gradus/aws";
import { eachOpenTask, isWaiting, redrive, remind, sendDigests, type TaskSummary } from "@gradus/core";
import { blindContext } from "./runtime/blind.ts";
import { type Invocation, observed } from "./runtime/observe.ts";
import { boardOf, problemsOf } from "./runtime/problems.ts";
import { theRoot } from "./runtime/root.ts";

/** Called by a schedule: keeps waits alive, reminds people, sends summaries in their mornings, and starts tasks again whose execution is gone. Safe to run twice. */
export const handler = (_input: unknown, invocation: Invocation): Promise<unknown> => {
  const root = theRoot();
  return observed(root.settings, invocation, async (out) => {
    const ctx = await blindContext(root, out);
    const told = await remind(ctx);
    const open: TaskSummary[] = [];
    for await (const task of eachOpenTask(root.store.tasks)) open.push(task);
    const redriven = await redrive(ctx, createExecutions(workflowsClient(), root.settings.machine), open);
    out.count("OpenTasks", open.length);
    out.count("OpenEscalations", open.filter(isWaiting).length);
    out.count("TasksStuck", redriven.stuck.length);
    if (redriven.restarted.length > 0)
      out.log("warn", "open tasks had no execution and got one", { tasks: redriven.restarted });
    if (redriven.stuck.length > 0)
      out.log("error", "tasks cannot be brought to an end: resolve them by hand", { tasks: redriven.stuck });
    const { sent } = await sendDigests(ctx, {
      recipients: root.settings.mail.to ?? [],
      once: root.once,
      problems: async () => [
        ...(await problemsOf(root, await boardOf(root), ctx.targets)),
        ...redriven.stuck.map((task) => `Task ${task} cannot be brought to an end: resolve it by hand.`),
      ],
    });
    return { ...told, ...redriven, summaries: sent };
  });
};
