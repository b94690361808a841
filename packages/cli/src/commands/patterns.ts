import { readFileSync } from "node:fs";
import { GradusError, messageOf, type Pattern, recordOf } from "@gradus/core";
import type { Command } from "commander";
import pc from "picocolors";
import { calling } from "../command.ts";
import type { Env } from "../program.ts";
import { table } from "../text/format.ts";

const VERBS = [
  { verb: "retire", description: "never use a pattern again", done: "Retired" },
  { verb: "promote", description: "vouch for a pattern", done: "Promoted" },
] as const;

export function addPatterns(program: Command, env: Env): void {
  const patterns = program
    .command("patterns")
    .description("what was learned: list, export, import, retire, promote")
    .addHelpText("after", "\nExamples:\n  gradus patterns\n  gradus patterns export > patterns.json\n");
  patterns
    .command("list", { isDefault: true })
    .description("every pattern with its record, and the id by which to name it")
    .action(
      calling(env, async ({ client, print }) => {
        const page = await client.get<{ patterns: Pattern[] }>("/api/patterns");
        const text = (): string => page.patterns.map(patternText).join("\n");
        print(page, () => (page.patterns.length === 0 ? "Nothing was learned yet." : text()));
      }),
    );
  patterns
    .command("export")
    .description("all patterns as JSON on stdout, for another installation")
    .action(
      calling(env, async ({ client }) => {
        process.stdout.write(`${(await client.text("/api/patterns/export")).trimEnd()}\n`);
      }),
    );
  patterns
    .command("import <file>")
    .description(
      "patterns of another installation (- for stdin); foreign evidence weighs less, and never overrides what was learned here",
    )
    .action(
      calling(env, async ({ client, print, args: [file = ""] }) => {
        const result = await client.postText<{ added: number; kept: number }>(
          "/api/patterns/import",
          read(file),
        );
        print(result, () => `${result.added} added, ${result.kept} known already.`);
      }),
    );
  for (const { verb, description, done } of VERBS) {
    patterns
      .command(`${verb} <id>`)
      .description(description)
      .action(
        calling(env, async ({ client, print, args: [id = ""] }) => {
          const pattern = await client.post<Pattern>(`/api/patterns/${verb}`, { id });
          print(pattern, () => `${done}: ${pattern.id}`);
        }),
      );
  }
}

function read(file: string): string {
  try {
    return readFileSync(file === "-" ? 0 : file, "utf8");
  } catch (error) {
    throw new GradusError("invalid_input", `${file} cannot be read: ${messageOf(error)}`, {}, error);
  }
}

function patternText(p: Pattern): string {
  const { lowerBound } = recordOf(p, Date.now());
  const { fixed, notFixed, notHeld, harm } = p.totals;
  const head = [
    pc.bold(`${p.symptom} → ${p.action.runbook}`),
    `${fixed} fixed, ${notFixed + notHeld} not, ${harm} harm`,
    `≥ ${lowerBound.toFixed(2)}`,
    stateOf(p),
  ];
  return `${table([head])}\n  ${pc.dim(p.id)}`;
}

function stateOf(p: Pattern): string {
  if (p.retired) return pc.dim("retired");
  const isQuarantined = p.quarantinedUntil !== undefined && p.quarantinedUntil > Date.now();
  return isQuarantined ? pc.red("quarantined") : pc.green("in use");
}
