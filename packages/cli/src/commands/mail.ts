import type { OutboxMail } from "@gradus/api";
import type { Command } from "commander";
import pc from "picocolors";
import { calling } from "../command.ts";
import type { Env } from "../program.ts";
import { clockTime, table } from "../text/format.ts";
import { plain } from "../text/plain.ts";

export function addMail(program: Command, env: Env): void {
  program
    .command("mail [id]")
    .description("what Gradus has written to people, and what could not be sent; with an id: the message")
    .addHelpText(
      "after",
      "\nEvery message is an .eml file in the outbox of the data directory, whether SMTP is configured or not.\n",
    )
    .action(
      calling(env, async ({ client, print, args: [id] }) => {
        if (id !== undefined) {
          const raw = await client.text(`/api/mail/${encodeURIComponent(id)}`);
          print({ id, raw }, () => plain(raw));
          return;
        }
        const page = await client.get<{ mail: OutboxMail[] }>("/api/mail");
        print(page, () => (page.mail.length === 0 ? "No messages." : table(page.mail.map(row))));
      }),
    );
}

const row = (m: OutboxMail): string[] => [
  m.id,
  pc.dim(`${new Date(m.at).toLocaleDateString("en-CA")} ${clockTime(m.at)}`),
  m.to,
  m.subject,
  m.unsent === undefined ? "" : pc.yellow(m.unsent),
];
