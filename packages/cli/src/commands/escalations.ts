import { type Escalation, GradusError } from "@gradus/core";
import type { Command } from "commander";
import { type Call, calling } from "../command.ts";
import type { Env } from "../program.ts";

interface Answer {
  escalation: Escalation;
  first: boolean;
}

const ANSWERS = [
  {
    verb: "approve",
    description: "let Gradus do exactly what it asks for, once (id of the escalation or its task)",
    done: "Approved.",
  },
  { verb: "reject", description: "refuse what it asks for; the task stays with you", done: "Rejected." },
  {
    verb: "hand-back",
    description: "give a task back: Gradus looks again and starts over",
    done: "Handed back.",
  },
] as const;

const RESOLVE_EXAMPLES = `
Examples:
  gradus resolve 3f2a90c1d2e4b567-1 -m "the disk was replaced"
  gradus resolve 3f2a90c1d2e4b567-1 -m "restored it" --runbook restore-file --param path=/etc/shop/shop.conf
`;

export function addEscalations(program: Command, env: Env): void {
  for (const { verb, description, done } of ANSWERS) {
    program
      .command(`${verb} <id>`)
      .description(description)
      .option("-m, --notes <text>", "why, or what was done", "")
      .action(
        calling(env, async ({ client, print, args: [id = ""], option }) => {
          const path = `/api/escalations/${encodeURIComponent(await escalationId(client, id))}/${verb}`;
          const answer = await client.post<Answer>(path, { notes: option("notes") ?? "" });
          print(answer, () => (answer.first ? done : firstOf(answer.escalation)));
        }),
      );
  }

  program
    .command("resolve <id>")
    .description("say that a task is dealt with, and how (id of the escalation or its task)")
    .requiredOption("-m, --notes <text>", "what was done")
    .option("--runbook <id>", "the runbook that fixed it: it becomes a pattern")
    .option("--param <name=value...>", "parameters of the runbook", [])
    .addHelpText("after", RESOLVE_EXAMPLES)
    .action(
      calling(env, async ({ client, print, args: [id = ""], option, options }) => {
        const runbook = option("runbook");
        const params = Object.fromEntries((options["param"] as string[]).map(paramOf));
        const path = `/api/escalations/${encodeURIComponent(await escalationId(client, id))}/resolve`;
        const answer = await client.post<Answer>(path, {
          notes: option("notes") ?? "",
          ...(runbook === undefined ? {} : { action: { runbook, params } }),
        });
        print(answer, () => (answer.first ? "Resolved." : firstOf(answer.escalation)));
      }),
    );
}

const firstOf = ({ resolution }: Escalation): string =>
  `It was answered before, by ${resolution?.by ?? "somebody"} (${resolution?.kind ?? "?"}): that answer stands.`;

/** People may name the task; its open escalation is meant. */
async function escalationId(client: Call["client"], id: string): Promise<string> {
  if (!/^[0-9a-f]{16}-\d+$/.test(id)) return id;
  const { task } = await client.get<{ task: { escalation?: string } }>(`/api/tasks/${id}`);
  if (task.escalation === undefined)
    throw new GradusError("not_found", `Task ${id} does not wait for anybody.`);
  return task.escalation;
}

function paramOf(text: string): [string, string | number | boolean] {
  const at = text.indexOf("=");
  if (at < 1) throw new GradusError("invalid_input", `--param wants name=value, not "${text}".`);
  return [text.slice(0, at), typed(text.slice(at + 1))];
}

function typed(value: string): string | number | boolean {
  if (value === "true" || value === "false") return value === "true";
  return /^-?\d+(\.\d+)?$/.test(value) ? Number(value) : value;
}
