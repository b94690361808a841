import type { Escalation, Observation, Task, TaskSummary } from "@gradus/core";
import { type Command, Option } from "commander";
import pc from "picocolors";
import { calling } from "../command.ts";
import type { Env } from "../program.ts";
import { wholeArgument } from "../text/argument.ts";
import { taskTable } from "../text/task-row.ts";
import { timeline } from "../text/timeline.ts";

interface Detail {
  task: Task;
  evidence: Observation[];
  escalation?: Escalation;
}
interface Replay {
  then: string[];
  now: string[];
  differs: boolean;
}

export function addTasks(program: Command, env: Env): void {
  program
    .command("tasks")
    .description("open tasks, then the last that were closed")
    .addOption(new Option("--state <state>", "which").choices(["open", "closed", "all"]).default("all"))
    .option("--target <id>", "only one target's")
    .addOption(new Option("--limit <n>", "how many").argParser(wholeArgument(1, 100)).default(30))
    .addHelpText(
      "after",
      "\nExamples:\n  gradus tasks --state open\n  gradus tasks --target chatbot --json\n",
    )
    .action(
      calling(env, async ({ client, print, option, options }) => {
        const query = new URLSearchParams({
          state: option("state") ?? "all",
          limit: String(Number(options["limit"])),
        });
        const target = option("target");
        if (target !== undefined) query.set("target", target);
        const page = await client.get<{ tasks: TaskSummary[] }>(`/api/tasks?${query.toString()}`);
        print(page, () => (page.tasks.length === 0 ? "No tasks." : taskTable(page.tasks)));
      }),
    );

  program
    .command("task <id>")
    .description("one task's whole timeline: evidence, drift, experts, attempts, audit")
    .action(
      calling(env, async ({ client, print, args: [id = ""] }) => {
        const detail = await client.get<Detail>(`/api/tasks/${encodeURIComponent(id)}`);
        print(detail, () => timeline(detail.task, detail.evidence, detail.escalation));
      }),
    );

  program
    .command("replay <id>")
    .description(
      "run a task's evidence again against today's experts and patterns, and show what would differ",
    )
    .action(
      calling(env, async ({ client, print, args: [id = ""] }) => {
        const replay = await client.post<Replay>(`/api/replay/${encodeURIComponent(id)}`, {});
        print(replay, () => replayText(replay));
      }),
    );
}

const replayText = ({ then, now, differs }: Replay): string =>
  [
    pc.bold("Then"),
    ...then.map((line) => `  ${line}`),
    pc.bold("Now"),
    ...now.map((line) => `  ${line}`),
    differs ? pc.yellow("It would act differently now.") : pc.green("It would act the same."),
  ].join("\n");
