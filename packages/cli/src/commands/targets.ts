import { resolve } from "node:path";
import type { TargetView } from "@gradus/api";
import { checkTargets, optionsSchema } from "@gradus/local";
import type { Command } from "commander";
import pc from "picocolors";
import { calling, type GlobalOptions, printer } from "../command.ts";
import type { Env } from "../program.ts";
import { checksText } from "../text/check.ts";
import { stateMark, table } from "../text/format.ts";
import { plainDeep } from "../text/plain.ts";
import { said } from "../text/target.ts";

const CHECK_HELP = `
Starts and changes nothing, and needs no running Gradus. Exit code: 0 all well, 1 something is wrong or nothing can be seen
of it, 2 the file has mistakes.

Example:
  gradus targets check --targets my.yaml
`;

export function addTargets(program: Command, env: Env): void {
  const targets = program.command("targets").description("what is watched: list, check");
  targets
    .command("list", { isDefault: true })
    .description("every target of the running Gradus")
    .action(
      calling(env, async ({ client, print }) => {
        const page = await client.get<{ targets: TargetView[] }>("/api/targets");
        print(page, () => (page.targets.length === 0 ? "No targets." : table(page.targets.map(row))));
      }),
    );
  targets
    .command("check")
    .description("look once at every target of a file: what can be seen of it, and what Gradus may do")
    .option("--targets <file>", "the file to check", "targets.yaml")
    .option("--data <dir>", "what ${data} stands for", ".gradus")
    .addHelpText("after", CHECK_HELP)
    .action(async (flags: { targets: string; data: string }, command: Command) => {
      const options = optionsSchema.parse({
        dataDir: resolve(flags.data),
        targetsFile: resolve(flags.targets),
      });
      process.stderr.write("Looking at every target once …\n");
      const report = plainDeep(await checkTargets(options, env));
      const { json = false } = command.optsWithGlobals<GlobalOptions>();
      printer(json)(report, () => checksText(report));
      if (report.targets.some((t) => t.state !== "healthy")) process.exitCode = 1;
    });
}

const row = (t: TargetView): string[] => [
  t.id,
  stateMark(t.state),
  [t.software, t.version].filter(Boolean).join(" "),
  pc.dim(t.baseline ? `baseline ${t.baseline.generation}` : "no baseline yet"),
  said(t),
];
