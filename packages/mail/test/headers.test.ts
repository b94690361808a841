import type { Digest, MailMessage } from "@gradus/core";
import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  bundleMail,
  compose,
  digestMail,
  escalationMail,
  reminderMail,
  resolvedMail,
  testedMail,
  unwellMail,
} from "../src/index.ts";
import { at, ctx, digest, escalation, messages, task, to } from "./support/messages.ts";

/** The header fields of a message as it is sent, unfolded. */
async function headOf(mail: MailMessage): Promise<Array<[name: string, value: string]>> {
  const raw = (await compose("gradus@example.org", mail, at)).toString("utf8");
  const head = raw.slice(0, raw.indexOf("\r\n\r\n")).replace(/\r\n[ \t]+/g, " ");
  return head.split("\r\n").map((line) => {
    const colon = line.indexOf(":");
    return [line.slice(0, colon), line.slice(colon + 1).trim()];
  });
}

const ALWAYS = [
  "Auto-Submitted",
  "Content-Type",
  "Date",
  "From",
  "List-ID",
  "List-Unsubscribe",
  "List-Unsubscribe-Post",
  "MIME-Version",
  "Message-ID",
  "Subject",
  "To",
];
const OF_TASKS = ["References", "X-Gradus-Task"];

describe("the header of a message", () => {
  it.each(Object.entries(messages))("has every field once, and no other: %s", async (_name, mail) => {
    const names = (await headOf(mail)).map(([name]) => name);
    const isOfTask = "References" in mail.headers;
    expect(names.sort()).toEqual([...ALWAYS, ...(isOfTask ? OF_TASKS : [])].sort());
  });

  it("keeps all mail about one task together, by one subject and one thread", async () => {
    const about = { escalation, task, to };
    const heads = [escalationMail(ctx, about), reminderMail(ctx, about), resolvedMail(ctx, about)].map(
      headOf,
    );
    const found = (await Promise.all(heads)).map((head) => {
      const of = new Map(head);
      return `${of.get("Subject")} ${of.get("References")} ${of.get("List-ID")} ${of.get("Auto-Submitted")}`;
    });
    expect(new Set(found)).toEqual(
      new Set([
        "[Gradus] high: chatbot is not running <task-00000000000000aa-1@gradus> Gradus <alerts.gradus> auto-generated",
      ]),
    );
  });

  it("gets no field from anything that came from outside", async () => {
    const hostile = fc.oneof(
      fc.string({ unit: "grapheme" }),
      fc.string({ unit: "binary" }),
      fc
        .array(
          fc.constantFrom(
            "\r\n",
            "\n",
            "\r",
            "\u2028",
            "\0",
            "Bcc: eve@example.org",
            ",",
            ";",
            "<",
            ">",
            '"',
          ),
        )
        .map((parts) => parts.join("")),
    );
    await fc.assert(
      fc.asyncProperty(hostile, hostile, hostile, async (title, name, id) => {
        const person = { ...to, address: `${name}@example.org` };
        const odd = {
          escalation: { ...escalation, title },
          task: { ...task, title, id, target: name },
          to: person,
        };
        const what: Digest = {
          ...digest,
          problems: [title],
          failing: { total: 1, first: [{ target: name, title, severity: "high", since: at }] },
        };
        const mails = [
          escalationMail(ctx, odd),
          resolvedMail(ctx, odd),
          bundleMail(ctx, { kind: "escalated", all: [odd], to: person }),
          digestMail(ctx, { digest: what, to: person }),
          testedMail(ctx, { by: `human:${name}`, to: person }),
          unwellMail(ctx, { subject: title, detail: title, to: person }),
        ];
        for (const mail of mails)
          for (const [field] of await headOf(mail)) expect([...ALWAYS, ...OF_TASKS]).toContain(field);
      }),
      { numRuns: 100 },
    );
  });
});
