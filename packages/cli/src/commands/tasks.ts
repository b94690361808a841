import type { Escalation, Observation, Task, TaskSummary } from "@gradus/core";
import type { HealthReport, TargetView } from "@gradus/api";
import type { Command } from "commander";
import pc from "picocolors";
import { calling } from "../command.ts";
import type { Env } from "../program.ts";
import { ago, duration, phaseWord, stateMark, statusMark, table } from "../text/format.ts";
import { timeline } from "../text/timeline.ts";

export function addTasks(program: Command, env: Env): void {
  program
    .command("status")
    .description("how Gradus and the fleet are, in a few lines")
    .action(
      calling(env, async ({ client, print }) => {
        const [health, targets, tasks] = await Promise.all([
          client.get<HealthReport>("/health"),
          client.get<{ targets: TargetView[] }>("/api/targets"),
          client.get<{ tasks: TaskSummary[] }>("/api/tasks?state=open"),
        ]);
        print({ health, ...targets, ...tasks }, () => statusText(health, targets.targets, tasks.tasks));
      }),
    );

  program
    .command("tasks")
    .description("open tasks, then the last that were closed")
    .option("--state <state>", "open, closed or all", "all")
    .option("--target <id>", "only one target's")
    .option("--limit <n>", "how many", "30")
    .action(
      calling(env, async ({ client, print }, _args, options) => {
        const query = new URLSearchParams({
          state: String(options["state"]),
          limit: String(options["limit"]),
        });
        if (options["target"] !== undefined) query.set("target", String(options["target"]));
        const page = await client.get<{ tasks: TaskSummary[] }>(`/api/tasks?${query}`);
        print(page, () => (page.tasks.length === 0 ? "No tasks." : table(page.tasks.map(taskRow), "")));
      }),
    );

  program
    .command("task <id>")
    .description("one task's whole timeline")
    .action(
      calling(env, async ({ client, print }, [id = ""]) => {
        const detail = await client.get<{ task: Task; evidence: Observation[]; escalation?: Escalation }>(
          `/api/tasks/${encodeURIComponent(id)}`,
        );
        print(detail, () => timeline(detail.task, detail.evidence, detail.escalation));
      }),
    );

  program
    .command("replay <id>")
    .description(
      "run a task's evidence again against today's experts and patterns, and show what would differ",
    )
    .action(
      calling(env, async ({ client, print }, [id = ""]) => {
        const replay = await client.post<{ then: string[]; now: string[]; differs: boolean }>(
          `/api/replay/${encodeURIComponent(id)}`,
          {},
        );
        print(replay, () =>
          [
            pc.bold("Then"),
            ...replay.then.map((l) => `  ${l}`),
            pc.bold("Now"),
            ...replay.now.map((l) => `  ${l}`),
            replay.differs ? pc.yellow("It would act differently now.") : pc.green("It would act the same."),
          ].join("\n"),
        );
      }),
    );
}

function statusText(
  health: HealthReport,
  targets: readonly TargetView[],
  tasks: readonly TaskSummary[],
): string {
  const failing = targets.filter((t) => t.state === "failing").length;
  const head = health.paused
    ? pc.yellow("Paused: nothing is acted on.")
    : failing === 0 && tasks.length === 0
      ? pc.green("All healthy.")
      : pc.red(`${failing} of ${targets.length} targets failing, ${tasks.length} open task(s).`);
  return [
    head,
    ...health.problems.map((p) => pc.yellow(`Gradus itself: ${p}`)),
    table(
      targets.map((t) => [
        t.id,
        stateMark(t.state),
        t.symptoms[0]?.summary ??
          t.degraded[0] ??
          pc.dim(t.checkedAt === undefined ? "" : ago(t.checkedAt, health.now)),
      ]),
    ),
    ...(tasks.length === 0 ? [] : ["", table(tasks.map(taskRow))]),
  ].join("\n");
}

function taskRow(task: TaskSummary): string[] {
  const took = duration((task.closedAt ?? Date.now()) - task.firstSeenAt);
  const what = task.lastAction ? `${task.lastAction.runbook} → ${task.lastAction.result}` : "";
  return [
    task.id,
    statusMark(task.status),
    task.title,
    pc.dim(`phase ${task.phase} ${phaseWord(task.phase)}`),
    pc.dim(took),
    what,
  ];
}
