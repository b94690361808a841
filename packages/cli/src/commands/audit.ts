import { type AuditEvent, GradusError, type TaskSummary } from "@gradus/core";
import type { Command } from "commander";
import { type Call, calling } from "../command.ts";
import type { Env } from "../program.ts";

interface Chain {
  events: AuditEvent[];
  verified: { ok: boolean; at?: number; why?: string };
}

export function addAudit(program: Command, env: Env): void {
  const audit = program.command("audit").description("every decision and action, hash-chained");
  audit
    .command("verify [chain]")
    .description("checks every chain (or one: a task id, or system); exit code 1 if one is broken")
    .action(
      calling(env, async ({ client, print }, [only]) => {
        const chains = only === undefined ? ["system", ...(await taskIds(client))] : [only];
        const broken: Array<{ chain: string; at?: number; why?: string }> = [];
        let events = 0;
        for (const chain of chains) {
          const { verified, events: found } = await client.get<Chain>(
            `/api/audit/${encodeURIComponent(chain)}`,
          );
          events += found.length;
          if (!verified.ok) broken.push({ chain, ...verified });
        }
        print({ chains: chains.length, events, broken }, () =>
          broken.length === 0
            ? `${chains.length} chains with ${events} events are intact.`
            : broken.map((b) => `${b.chain} is broken at event ${b.at ?? "?"}: ${b.why ?? ""}`).join("\n"),
        );
        if (broken.length > 0) throw new GradusError("corrupt", `${broken.length} audit chain(s) are broken`);
      }),
    );
  audit
    .command("export [chain]")
    .description("events as JSON Lines on stdout: one chain, or all")
    .action(
      calling(env, async ({ client }, [only]) => {
        const chains = only === undefined ? ["system", ...(await taskIds(client))] : [only];
        for (const chain of chains)
          process.stdout.write(await client.text(`/api/audit/export?chain=${encodeURIComponent(chain)}`));
      }),
    );
}

async function taskIds(client: Call["client"]): Promise<string[]> {
  const ids: string[] = [];
  let cursor: string | undefined;
  do {
    const query = new URLSearchParams({
      state: "all",
      limit: "100",
      ...(cursor === undefined ? {} : { cursor }),
    });
    const page = await client.get<{ tasks: TaskSummary[]; cursor?: string }>(`/api/tasks?${query}`);
    ids.push(...page.tasks.map((t) => t.id));
    cursor = page.cursor;
  } while (cursor !== undefined);
  return ids;
}
