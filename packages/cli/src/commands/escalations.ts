import type { Escalation } from "@gradus/core";
import { GradusError } from "@gradus/core";
import type { Command } from "commander";
import { calling, type Call } from "../command.ts";
import type { Env } from "../program.ts";

interface Answer {
  escalation: Escalation;
  first: boolean;
}

export function addEscalations(program: Command, env: Env): void {
  const answering = (name: string, description: string, verb: string, done: string) =>
    program
      .command(`${name} <id>`)
      .description(description)
      .option("-m, --notes <text>", "why, or what was done", "")
      .action(
        calling(env, async ({ client, print }, [id = ""], options) => {
          const answer = await client.post<Answer>(
            `/api/escalations/${encodeURIComponent(await escalationId(client, id))}/${verb}`,
            { notes: String(options["notes"]) },
          );
          print(answer, () =>
            answer.first
              ? done
              : `Somebody was first: ${answer.escalation.resolution?.by ?? "?"} (${answer.escalation.resolution?.kind ?? "?"}).`,
          );
        }),
      );
  answering(
    "approve",
    "let Gradus do exactly what it asks for, once (id of the escalation or its task)",
    "approve",
    "Approved.",
  );
  answering("reject", "refuse what it asks for; the task stays with you", "reject", "Rejected.");
  answering("hand-back", "give a task back: Gradus looks again and starts over", "hand-back", "Handed back.");

  program
    .command("resolve <id>")
    .description("say that a task is dealt with, and how (id of the escalation or its task)")
    .requiredOption("-m, --notes <text>", "what was done")
    .option("--runbook <id>", "the runbook that fixed it: it becomes a pattern")
    .option("--param <name=value...>", "parameters of the runbook", [])
    .action(
      calling(env, async ({ client, print }, [id = ""], options) => {
        const runbook = options["runbook"];
        const params = Object.fromEntries((options["param"] as string[]).map(paramOf));
        const answer = await client.post<Answer>(
          `/api/escalations/${encodeURIComponent(await escalationId(client, id))}/resolve`,
          {
            notes: String(options["notes"]),
            ...(typeof runbook === "string" ? { action: { runbook, params } } : {}),
          },
        );
        print(answer, () =>
          answer.first
            ? "Resolved."
            : `It was resolved before, by ${answer.escalation.resolution?.by ?? "?"}.`,
        );
      }),
    );
}

/** People may name the task; its open escalation is meant. */
async function escalationId(client: Call["client"], id: string): Promise<string> {
  if (!/^[0-9a-f]{16}-\d+$/.test(id)) return id;
  const { task } = await client.get<{ task: { escalation?: string } }>(`/api/tasks/${id}`);
  if (task.escalation === undefined)
    throw new GradusError("not_found", `task ${id} does not wait for anybody`);
  return task.escalation;
}

function paramOf(text: string): [string, string | number | boolean] {
  const at = text.indexOf("=");
  if (at < 1) throw new GradusError("invalid_input", `--param wants name=value, not "${text}"`);
  const value = text.slice(at + 1);
  const typed =
    value === "true"
      ? true
      : value === "false"
        ? false
        : value !== "" && Number.isFinite(Number(value))
          ? Number(value)
          : value;
  return [text.slice(0, at), typed];
}
