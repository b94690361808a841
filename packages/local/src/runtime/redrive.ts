import { type Context, type Executions, newestExecution, redrive, type Redriven } from "@gradus/core";
import { type ExecutionDescription, type Runner, RunnerError } from "../runner/index.ts";
import { REMEDIATION } from "./workflows.ts";

/** Core's port over the runner. */
export const executionsOf = (runner: Runner): Executions => ({
  async status(name) {
    return (await describe(runner, name))?.status;
  },
  async start(name, task) {
    return (await runner.startExecution({ machine: REMEDIATION, name, input: { task } })).isNew;
  },
});

/** After a crash: executions go on where they stood, and open tasks without one get one. Called once, at start. */
export async function resume(ctx: Context, runner: Runner): Promise<Redriven & { resumed: number }> {
  const { resumed, stranded } = await runner.resumeAll();
  for (const { id, reason } of stranded) {
    ctx.log("error", "an execution cannot go on; its task is started again", { execution: id, reason });
    // As long as it counts as running it keeps the name, and its task would wait for it for ever.
    await runner.stopExecution({ id, error: "Stranded", cause: reason });
  }
  return { resumed: resumed.length, ...(await redrive(ctx, executionsOf(runner))) };
}

/** The last execution that a task got. */
export const latestExecution = (runner: Runner, task: string): Promise<ExecutionDescription | undefined> =>
  newestExecution(task, (name) => describe(runner, name));

async function describe(runner: Runner, name: string): Promise<ExecutionDescription | undefined> {
  try {
    return await runner.describeExecution(`${REMEDIATION}:${name}`);
  } catch (error) {
    if (error instanceof RunnerError && error.code === "ExecutionDoesNotExist") return undefined;
    throw error;
  }
}
