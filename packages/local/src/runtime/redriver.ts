import { type Context, redrive } from "@gradus/core";
import type { Runner } from "../runner/index.ts";
import type { Problems } from "./problems.ts";
import { executionsOf, resume } from "./redrive.ts";

interface RedriverOptions {
  context: Context;
  runner: Runner;
  problems: Problems;
}

export interface Redriver {
  /** At start. */
  resume(): Promise<void>;
  /** Now and then. */
  redrive(): Promise<void>;
}

/** Redriving with a memory of the tasks that it cannot help: they are a problem that people see. */
export function createRedriver({ context, runner, problems }: RedriverOptions): Redriver {
  let known: readonly string[] = [];
  const keyOf = (task: string): string => `stuck/${task}`;

  function show(stuck: readonly string[]): void {
    for (const task of known.filter((t) => !stuck.includes(t))) problems.clear(keyOf(task));
    for (const task of stuck)
      problems.set(
        keyOf(task),
        `Task ${task} cannot be brought to an end: look at its timeline, and resolve it by hand.`,
      );
    known = stuck;
  }

  return {
    async resume() {
      const { resumed, restarted, stuck } = await resume(context, runner);
      show(stuck);
      if (resumed + restarted.length > 0)
        context.log("info", "open tasks go on", { resumed, restarted: restarted.length });
    },
    async redrive() {
      const { restarted, stuck } = await redrive(context, executionsOf(runner));
      show(stuck);
      if (restarted.length > 0) context.log("warn", "open tasks had no execution and got one", { restarted });
    },
  };
}
