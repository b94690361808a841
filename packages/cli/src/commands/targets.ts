import { resolve } from "node:path";
import { checkTargets, optionsSchema, type TargetCheck } from "@gradus/local";
import type { TargetView } from "@gradus/api";
import type { Command } from "commander";
import pc from "picocolors";
import { calling } from "../command.ts";
import type { Env } from "../program.ts";
import { stateMark, table } from "../text/format.ts";

export function addTargets(program: Command, env: Env): void {
  const targets = program.command("targets").description("what is watched");
  targets
    .command("list", { isDefault: true })
    .description("every target of the running Gradus")
    .action(
      calling(env, async ({ client, print }) => {
        const page = await client.get<{ targets: TargetView[] }>("/api/targets");
        print(page, () =>
          table(
            page.targets.map((t) => [
              t.id,
              stateMark(t.state),
              t.software,
              t.version ?? "",
              pc.dim(t.baseline ? `baseline ${t.baseline.generation}` : "no baseline yet"),
              t.symptoms[0]?.summary ?? "",
            ]),
            "",
          ),
        );
      }),
    );
  targets
    .command("check")
    .description(
      "look once at every target in targets.yaml: what can be seen of it, and what Gradus may do. Changes nothing, needs no running Gradus",
    )
    .option("--targets <file>", "the file to check", "targets.yaml")
    .option("--data <dir>", "what ${data} stands for", ".gradus")
    .action(async (flags: { targets: string; data: string }, command: Command) => {
      const options = optionsSchema.parse({
        dataDir: resolve(flags.data),
        targetsFile: resolve(flags.targets),
      });
      process.stderr.write("Looking at every target once …\n");
      const checks = await checkTargets(options, env);
      const json = command.optsWithGlobals<{ json?: boolean }>().json === true;
      process.stdout.write(
        json ? `${JSON.stringify(checks, undefined, 2)}\n` : `${checks.map(checkText).join("\n\n")}\n`,
      );
      if (checks.some((c) => !c.healthy)) process.exitCode = 1;
    });
}

function checkText(c: TargetCheck): string {
  const may = Object.entries(c.autonomy).map(([risk, level]) => `${risk}: ${level}`);
  return [
    `${pc.bold(c.id)}  ${stateMark(c.healthy ? "healthy" : c.signals.length > 0 ? "failing" : "unknown")}`,
    ...c.signals.map((s) => `  ${pc.red("▲")} ${s}`),
    ...c.seen.map((s) => `  ${pc.green("✓")} ${s}`),
    ...c.unseen.map((s) => `  ${pc.yellow("!")} ${s}`),
    `  ${pc.dim("may")} ${may.join(", ")}`,
    `  ${pc.dim("can")} ${c.runbooks.length === 0 ? "nothing: no manager, controls, files or release are configured" : c.runbooks.join(", ")}`,
  ].join("\n");
}
