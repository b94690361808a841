import type { HealthReport, TargetView } from "@gradus/api";
import type { TaskSummary } from "@gradus/core";
import type { Command } from "commander";
import pc from "picocolors";
import { calling } from "../command.ts";
import type { Env } from "../program.ts";
import { ago, plural, stateMark, table } from "../text/format.ts";
import { said } from "../text/target.ts";
import { taskTable } from "../text/task-row.ts";

export function addStatus(program: Command, env: Env): void {
  program
    .command("status")
    .description("how Gradus and the fleet are, in a few lines")
    .action(
      calling(env, async ({ client, print }) => {
        const [health, { targets }, { tasks }] = await Promise.all([
          client.get<HealthReport>("/health"),
          client.get<{ targets: TargetView[] }>("/api/targets"),
          client.get<{ tasks: TaskSummary[] }>("/api/tasks?state=open&limit=100"),
        ]);
        print({ health, targets, tasks }, () => statusText(health, targets, tasks));
      }),
    );
}

function statusText(
  health: HealthReport,
  targets: readonly TargetView[],
  tasks: readonly TaskSummary[],
): string {
  return [
    headline(health, targets, tasks),
    ...health.problems.map((p) => pc.yellow(`! ${p}`)),
    table(
      targets.map((t) => [
        t.id,
        stateMark(t.state),
        said(t),
        pc.dim(t.checkedAt === undefined ? "" : ago(t.checkedAt, health.now)),
      ]),
      "  ",
    ),
    ...(tasks.length === 0 ? [] : ["", taskTable(tasks)]),
  ].join("\n");
}

function headline(
  health: HealthReport,
  targets: readonly TargetView[],
  tasks: readonly TaskSummary[],
): string {
  const failing = targets.filter((t) => t.state === "failing").length;
  const unknown = targets.filter((t) => t.state === "unknown").length;
  if (health.paused) return pc.yellow("Paused: nothing is acted on.");
  if (failing > 0 || tasks.length > 0)
    return pc.red(
      `${failing} of ${plural(targets.length, "target")} failing, ${plural(tasks.length, "open task")}.`,
    );
  if (unknown > 0) return pc.yellow(`Nothing is known yet of ${plural(unknown, "target")}.`);
  return pc.green(`All ${plural(targets.length, "target")} healthy.`);
}
