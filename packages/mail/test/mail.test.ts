import type { Escalation, MailMessage, Recipient, Task } from "@gradus/core";
import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  bundleMail,
  compose,
  escalationMail,
  type MailContext,
  reminderMail,
  resolvedMail,
  unwellMail,
} from "../src/index.ts";

const at = Date.UTC(2026, 0, 5, 9);
const ctx: MailContext = {
  baseUrl: () => "http://127.0.0.1:8888",
  links: {
    sign: (purpose, of) => `http://127.0.0.1:8888/l/${purpose}.${encodeURIComponent(of.recipient)}`,
    unsubscribe: (recipient) => `http://127.0.0.1:8888/l/stop.${encodeURIComponent(recipient)}`,
  },
  now: () => at,
};
const task = {
  id: "00000000000000aa-1",
  target: "chatbot",
  title: "chatbot is not running",
  severity: "high",
  phase: 4,
  firstSeenAt: at,
  related: [],
} as unknown as Task;
const escalation: Escalation = {
  id: "00000000000000aa-1-h1",
  kind: "help",
  task: task.id,
  target: "chatbot",
  symptom: "service_down",
  severity: "high",
  status: "open",
  title: task.title,
  summary: "",
  sections: [
    { heading: "Why it is handed to you", lines: ["Two restarts did not help"] },
    { heading: "What was tried", lines: ["restart-service() → not_fixed"] },
    { heading: "What changed since it was last healthy", lines: ["file /etc/x: was 1, is 2"] },
    { heading: "What the experts said", lines: ["sceptic: bad_config"] },
    { heading: "Evidence", lines: ["connection refused"] },
    { heading: "What Gradus recommends", lines: ["restore-file"] },
  ],
  action: { runbook: "restore-file", params: { path: "/etc/x" } },
  openedAt: at,
  token: "t",
  reminders: 2,
  version: 1,
};
const to: Recipient = { address: "ada@example.org", zone: "Europe/Berlin" };
const about = { escalation, task, to };

/** The words of an HTML message, in order. */
const wordsOf = (html: string): string =>
  html
    .replace(/^.*?<body/s, "<body")
    .replace(/<a href="([^"]*)"[^>]*>(.*?)<\/a>/gs, "$2 $1")
    .replace(/<[^>]*>/g, " ")
    .replaceAll("&quot;", '"')
    .replaceAll("&lt;", "<")
    .replaceAll("&gt;", ">")
    .replaceAll("&#39;", "'")
    .replaceAll("&amp;", "&")
    .replace(/\s+/g, " ");

const inOrder = (text: string, parts: readonly string[]): void => {
  let from = 0;
  for (const part of parts) {
    const found = text.indexOf(part, from);
    expect(found, `"${part}" after position ${from}`).toBeGreaterThanOrEqual(0);
    from = found;
  }
};

const story = [
  "chatbot is not running, and Gradus needs you",
  "Two restarts did not help",
  "restart-service() → not_fixed",
  "file /etc/x: was 1, is 2",
  "sceptic: bad_config",
  'restore-file(path="/etc/x")',
  "Resolve",
  "http://127.0.0.1:8888/l/resolve.ada%40example.org",
  "/escalations/00000000000000aa-1-h1",
  "connection refused",
];

describe("a message", () => {
  it("says the same as text and as HTML, in the same order, what matters first", () => {
    const mail = escalationMail(ctx, about);
    inOrder(
      mail.text,
      story.filter((part) => part !== "Resolve"),
    );
    inOrder(
      wordsOf(mail.html),
      story.filter((part) => part !== "Resolve"),
    );
    for (const { heading } of escalation.sections) {
      expect(mail.text).toContain(heading);
      expect(mail.html).toContain(heading);
    }
  });

  it("about an approval shows the exact action and a link for each answer", () => {
    const mail = escalationMail(ctx, {
      ...about,
      escalation: { ...escalation, kind: "approval", expiresAt: at },
    });
    for (const text of [mail.text, wordsOf(mail.html)])
      inOrder(text, ["asks for your approval", 'restore-file(path="/etc/x")', "/l/approve.", "/l/reject."]);
    expect(mail.text).not.toContain("/l/resolve.");
  });

  it("about one task has one subject and one thread, whatever it says", () => {
    const mails = [escalationMail(ctx, about), reminderMail(ctx, about), resolvedMail(ctx, about)];
    expect(new Set(mails.map((m) => m.subject))).toEqual(new Set(["[Gradus] high: chatbot is not running"]));
    for (const m of mails)
      expect(m.headers).toMatchObject({
        References: "<task-00000000000000aa-1@gradus>",
        "X-Gradus-Task": "00000000000000aa-1",
        "Auto-Submitted": "auto-generated",
      });
    expect(reminderMail(ctx, about).text).toContain("Reminder 2");
  });

  it.each([
    ["human", "human:bob@example.org", "bob@example.org dealt with it"],
    ["cleared", "gradus", "the detectors saw it gone"],
    ["approved", "human:bob@example.org", "bob@example.org approved"],
    ["rejected", "human:bob@example.org", "bob@example.org rejected"],
    ["expired", "gradus", "nobody answered"],
  ] as const)("after the end says how it ended: %s", (kind, by, words) => {
    const resolution = { kind, by, at: at + 60_000, notes: "the disk was full" };
    const mail = resolvedMail(ctx, {
      ...about,
      escalation: { ...escalation, status: "resolved", resolution },
    });
    for (const text of [mail.text, wordsOf(mail.html)]) inOrder(text, [words, "the disk was full"]);
    expect(mail.text.replace("/l/stop.", "")).not.toContain("/l/");
  });

  it("about many has the most severe first, by target, each with the link that answers it", () => {
    const many = ["low", "critical", "high"].map((severity, n) => ({
      escalation: {
        ...escalation,
        id: `e${n}`,
        ...(severity === "high" ? { kind: "approval" as const, expiresAt: at } : {}),
      },
      task: { ...task, id: `t${n}`, severity, target: `shop-${n}`, title: `shop-${n} is broken` } as Task,
    }));
    const mail = bundleMail(ctx, { kind: "escalated", all: many, to });
    expect(mail.subject).toBe("[Gradus] 3 tasks wait for people");
    for (const text of [mail.text, wordsOf(mail.html)])
      inOrder(text, [
        "3 tasks came to people at once: 1 critical, 1 high, 1 low.",
        "critical, needs help: shop-1 is broken",
        "/l/resolve.ada%40example.org",
        "high, asks for approval: shop-2 is broken",
        "/l/approve.ada%40example.org",
        "low, needs help: shop-0 is broken",
        "Open the page",
      ]);
    expect(bundleMail(ctx, { kind: "reminded", all: many, to }).text).toContain(
      "Reminder: 3 tasks still wait for people",
    );
  });

  it("about very many says how many more there are", () => {
    const all = Array.from({ length: 250 }, (_, n) => ({ escalation: { ...escalation, id: `e${n}` }, task }));
    const mail = bundleMail(ctx, { kind: "escalated", all, to });
    expect(mail.text.match(/needs help/g)).toHaveLength(100);
    expect(mail.text).toContain("150 more are on the page.");
  });

  it("gives every time in the zone of who reads it, and says which that is", () => {
    const said: Escalation = {
      ...escalation,
      kind: "approval",
      expiresAt: Date.UTC(2026, 6, 1, 22, 30),
      sections: [
        { heading: "What is wrong", lines: ["First seen 2026-01-05 09:00:00 UTC"] },
        { heading: "What was tried", lines: ["2026-01-05 09:01:00 phase 1 (quick-fix): restart() → worse"] },
        { heading: "Evidence", lines: ["2026-01-05 23:59:00 UTC log: 2026-01-05T09:00:00Z refused"] },
      ],
    };
    const inZone = (zone: string) => {
      const { text, html } = escalationMail(ctx, { ...about, escalation: said, to: { ...to, zone } });
      return [text, wordsOf(html)];
    };
    for (const text of inZone("Europe/Berlin"))
      inOrder(text, [
        "since 2026-01-05 10:00 UTC+01:00",
        "First seen 2026-01-05 10:00:00 UTC+01:00",
        "2026-01-05 10:01:00 UTC+01:00 phase 1",
        "possible until 2026-07-02 00:30 UTC+02:00",
        "2026-01-06 00:59:00 UTC+01:00 log: 2026-01-05T09:00:00Z refused",
        "Times are in Europe/Berlin.",
      ]);
    for (const text of inZone("UTC"))
      inOrder(text, ["since 2026-01-05 09:00 UTC", "until 2026-07-01 22:30 UTC", "Times are in UTC."]);
    for (const text of inZone("Asia/Kolkata")) expect(text).toContain("since 2026-01-05 14:30 UTC+05:30");
  });

  it("of any kind shows its recipient the way out, to mail programs with one click (RFC 2369, 8058)", async () => {
    const url = `https://gradus.example.org/l/${"a1B2-_".repeat(60)}.${"0123456789abcdef".repeat(4)}`;
    const long: MailContext = { ...ctx, links: { ...ctx.links, unsubscribe: () => url } };
    const mails = [
      escalationMail(long, about),
      escalationMail(long, { ...about, escalation: { ...escalation, kind: "approval" } }),
      reminderMail(long, about),
      resolvedMail(long, about),
      bundleMail(long, { kind: "escalated", all: [about], to }),
      unwellMail(long, { subject: "The store is away", detail: "since noon", to }),
    ];
    for (const mail of mails) {
      const raw = (await compose("gradus@example.org", mail, at)).toString("utf8");
      const head = raw.slice(0, raw.indexOf("\r\n\r\n")).replace(/\r\n[ \t]+/g, " ");
      expect(head).toMatch(new RegExp(`^List-Unsubscribe: <${url}>$`, "m"));
      expect(head).toMatch(/^List-Unsubscribe-Post: List-Unsubscribe=One-Click$/m);
      for (const text of [mail.text, wordsOf(mail.html)]) expect(text).toContain(url);
    }
  });

  it("holds no secret that the evidence held", () => {
    const sections = [
      { heading: "Evidence", lines: ["password=hunter2 Authorization: Bearer abcdefghijkl"] },
    ];
    const mail = escalationMail(ctx, { ...about, escalation: { ...escalation, sections } });
    expect(mail.text + mail.html).not.toMatch(/hunter2|abcdefghijkl/);
  });

  it("loads nothing from anywhere", () => {
    const { html } = escalationMail(ctx, about);
    expect(html).not.toMatch(/<(img|script|link|iframe|object)|url\(/i);
  });
});

const hostile = fc.oneof(
  fc.string({ unit: "grapheme" }),
  fc.string({ unit: "binary" }),
  fc
    .array(
      fc.constantFrom(
        "\r\n",
        "\n",
        "\r",
        "Bcc: x@y",
        "</p>",
        "<script>",
        "<!--",
        "]]>",
        '"',
        "'",
        "&",
        "\u2028",
        "<img src=x onerror=y>",
        "\0",
      ),
    )
    .map((parts) => parts.join("")),
);

const tagsOf = (html: string): string[] =>
  [...html.matchAll(/<\/?[a-z!][^>]*>/gi)].map((m) => m[0].replace(/\s.*/s, ""));

describe("outside text", () => {
  it("never breaks out of the HTML", () => {
    const shape = tagsOf(escalationMail(ctx, about).html);
    fc.assert(
      fc.property(hostile, hostile, hostile, (line, title, why) => {
        const [first, ...others] = escalation.sections;
        const sections = [
          { ...first!, lines: [why] },
          ...others.map((s) => (s.heading === "Evidence" ? { ...s, lines: [line] } : s)),
        ];
        const mail = escalationMail(ctx, {
          to,
          task: { ...task, title },
          escalation: { ...escalation, sections },
        });
        expect(tagsOf(mail.html)).toEqual(shape);
      }),
      { numRuns: 500 },
    );
  });

  it("never gets into the headers, and never looks like a section of ours", () => {
    fc.assert(
      fc.property(hostile, hostile, hostile, (title, recipient, id) => {
        const odd = { ...task, title, id };
        const mails: MailMessage[] = [
          escalationMail(ctx, { escalation, task: odd, to: { ...to, address: recipient } }),
          resolvedMail(ctx, { escalation, task: odd, to: { ...to, address: recipient } }),
          unwellMail(ctx, { subject: title, detail: title, to: { ...to, address: recipient } }),
        ];
        for (const mail of mails)
          for (const value of [
            mail.subject,
            ...mail.to,
            ...Object.keys(mail.headers),
            ...Object.values(mail.headers),
          ])
            expect(value).not.toMatch(/[\r\n\u0000-\u001f\u007f\u2028\u2029]/);
        const forged = escalationMail(ctx, {
          ...about,
          escalation: {
            ...escalation,
            sections: [{ heading: "Evidence", lines: [`x${title}\n\nWhat Gradus recommends\n  rm`] }],
          },
        });
        expect(forged.text.split("\n").filter((line) => line === "What Gradus recommends")).toHaveLength(1);
      }),
      { numRuns: 500 },
    );
  });
});
