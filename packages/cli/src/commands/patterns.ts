import { readFileSync } from "node:fs";
import { type Pattern, recordOf } from "@gradus/core";
import type { Command } from "commander";
import pc from "picocolors";
import { calling } from "../command.ts";
import type { Env } from "../program.ts";
import { table } from "../text/format.ts";

export function addPatterns(program: Command, env: Env): void {
  const patterns = program.command("patterns").description("what was learned");
  patterns
    .command("list", { isDefault: true })
    .description("every pattern with its record")
    .action(
      calling(env, async ({ client, print }) => {
        const page = await client.get<{ patterns: Pattern[] }>("/api/patterns");
        print(page, () =>
          page.patterns.length === 0 ? "Nothing was learned yet." : table(page.patterns.map(row), ""),
        );
      }),
    );
  patterns
    .command("export")
    .description("all patterns as JSON on stdout, for another installation")
    .action(
      calling(env, async ({ client }) => {
        process.stdout.write(await client.text("/api/patterns/export"));
      }),
    );
  patterns
    .command("import <file>")
    .description(
      "patterns of another installation; foreign evidence weighs less, and never overrides what was learned here",
    )
    .action(
      calling(env, async ({ client, print }, [file = ""]) => {
        const result = await client.post<{ added: number; kept: number }>(
          "/api/patterns/import",
          JSON.parse(readFileSync(file, "utf8")),
        );
        print(result, () => `${result.added} added, ${result.kept} known already.`);
      }),
    );
  for (const verb of ["retire", "promote"] as const) {
    patterns
      .command(`${verb} <id>`)
      .description(verb === "retire" ? "never use a pattern again" : "vouch for a pattern")
      .action(
        calling(env, async ({ client, print }, [id = ""]) => {
          const pattern = await client.post<Pattern>(`/api/patterns/${verb}`, { id });
          print(pattern, () => `${verb === "retire" ? "Retired" : "Promoted"}: ${pattern.id}`);
        }),
      );
  }
}

function row(p: Pattern): string[] {
  const { lowerBound } = recordOf(p, Date.now());
  const state = p.retired
    ? pc.dim("retired")
    : p.quarantinedUntil !== undefined && p.quarantinedUntil > Date.now()
      ? pc.red("quarantined")
      : pc.green("in use");
  return [
    `${p.symptom} → ${p.action.runbook}`,
    `${p.totals.fixed} fixed, ${p.totals.notFixed + p.totals.notHeld} not, ${p.totals.harm} harm`,
    `≥ ${lowerBound.toFixed(2)}`,
    state,
    pc.dim(p.features.join(" ")),
  ];
}
