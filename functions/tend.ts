import { createExecutions, workflowsClient } from "@gradus/aws";
import { eachOpenTask, isWaiting, redrive, remind, type TaskSummary } from "@gradus/core";
import { blindContext } from "./runtime/blind.ts";
import { type Invocation, observed } from "./runtime/observe.ts";
import { theRoot } from "./runtime/root.ts";

/** Called by a schedule: keeps waits alive, reminds people, and starts tasks again whose execution is gone. Safe to run twice. */
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
    return { ...told, ...redriven };
  });
};
