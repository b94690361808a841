import { type AuditEvent, GradusError, type TaskSummary } from "@gradus/core";
import type { Command } from "commander";
import { type Call, calling } from "../command.ts";
import type { Env } from "../program.ts";
import { plural } from "../text/format.ts";

interface Chain {
  events: AuditEvent[];
  verified: { ok: boolean; at?: number; why?: string };
}

const SYSTEM = "system";
/** Chains that are asked for at once. */
const AT_ONCE = 8;

export function addAudit(program: Command, env: Env): void {
  const audit = program
    .command("audit")
    .description("every decision and action, hash-chained: verify, export")
    .addHelpText("after", "\nExamples:\n  gradus audit verify\n  gradus audit export > audit.jsonl\n");
  audit
    .command("verify [chain]")
    .description("checks every chain (or one: a task id, or system); exit code 1 if one is broken")
    .action(calling(env, verify));
  audit
    .command("export [chain]")
    .description("events as JSON Lines on stdout: one chain, or all")
    .action(
      calling(env, async ({ client, args: [only] }) => {
        for (const chain of await chainsOf(client, only))
          process.stdout.write(await client.text(`/api/audit/export?chain=${encodeURIComponent(chain)}`));
      }),
    );
}

async function verify({ client, print, args: [only] }: Call): Promise<void> {
  const chains = await chainsOf(client, only);
  const broken: Array<{ chain: string; at?: number; why?: string }> = [];
  let events = 0;
  for (let from = 0; from < chains.length; from += AT_ONCE) {
    const some = chains.slice(from, from + AT_ONCE);
    const found = await Promise.all(
      some.map((c) => client.get<Chain>(`/api/audit/${encodeURIComponent(c)}`)),
    );
    for (const [i, { events: own, verified }] of found.entries()) {
      events += own.length;
      if (!verified.ok) broken.push({ chain: some[i] ?? "", ...verified });
    }
  }
  print({ chains: chains.length, events, broken }, () =>
    broken.length === 0
      ? `${plural(chains.length, "chain")} with ${plural(events, "event")}: all intact.`
      : broken.map((b) => `${b.chain} is broken at event ${b.at ?? "?"}: ${b.why ?? ""}`).join("\n"),
  );
  if (broken.length > 0)
    throw new GradusError(
      "corrupt",
      `${plural(broken.length, "audit chain is", "audit chains are")} broken.`,
    );
}

async function chainsOf(client: Call["client"], only: string | undefined): Promise<string[]> {
  return only === undefined ? [SYSTEM, ...(await taskIds(client))] : [only];
}

async function taskIds(client: Call["client"]): Promise<string[]> {
  const ids: string[] = [];
  let cursor: string | undefined;
  do {
    const query = new URLSearchParams({ state: "all", limit: "100" });
    if (cursor !== undefined) query.set("cursor", cursor);
    const page = await client.get<{ tasks: TaskSummary[]; cursor?: string }>(
      `/api/tasks?${query.toString()}`,
    );
    ids.push(...page.tasks.map((t) => t.id));
    ({ cursor } = page);
  } while (cursor !== undefined);
  return ids;
}
