import { actionKey, type MailMessage, type Recipient, restamp, timeIn } from "@gradus/core";
import { oneLine } from "./clean.ts";
import type { About, MailContext } from "./context.ts";
import { envelope } from "./envelope.ts";
import type { Draft, Link, Section } from "./letter.ts";
import { kicker, person, subjectOf, took } from "./words.ts";

/** A task comes to a person: for help, or for approval of one exact action. */
export const escalationMail = (ctx: MailContext, of: About): MailMessage =>
  envelope(ctx, { to: of.to, subject: subjectOf(of.task), task: of.task.id, letter: letterOf(ctx, of, "") });

/** It still waits for somebody. */
export const reminderMail = (ctx: MailContext, of: About): MailMessage =>
  envelope(ctx, {
    to: of.to,
    subject: subjectOf(of.task),
    task: of.task.id,
    letter: letterOf(ctx, of, `Reminder ${Math.max(1, of.escalation.reminders)}: `),
  });

/** It waits for nobody any more: who answered, and what. */
export function resolvedMail(ctx: MailContext, of: About): MailMessage {
  const { escalation, task } = of;
  const done = escalation.resolution;
  const sections: Section[] = [
    ...(escalation.kind === "approval" && escalation.action
      ? [{ heading: "What Gradus asked for", lines: [oneLine(actionKey(escalation.action))], exact: true }]
      : []),
    ...(done?.notes ? [{ heading: "What was said", lines: [oneLine(done.notes)] }] : []),
    ...(done?.action
      ? [
          {
            heading: "What was done, as a runbook (it becomes a pattern)",
            lines: [oneLine(actionKey(done.action))],
            exact: true,
          },
        ]
      : []),
  ];
  const letter = {
    kicker: kicker(task, of.to),
    status: `${oneLine(task.title)}: ${endOf(of)}`,
    sections,
    links: [openPage(ctx, of)],
    details: [],
  };
  return envelope(ctx, { to: of.to, subject: subjectOf(task), task: task.id, letter });
}

function endOf({ escalation }: About): string {
  const done = escalation.resolution;
  if (!done) return "closed.";
  const asked = escalation.kind === "approval" ? "Gradus asked" : "it was handed over";
  const after = `${took(done.at - escalation.openedAt)} after ${asked}`;
  switch (done.kind) {
    case "human":
      return done.handedBack
        ? `${person(done.by)} gave it back to Gradus, ${after}. Gradus looks again.`
        : `${person(done.by)} dealt with it, ${after}.`;
    case "cleared":
      return `the detectors saw it gone, ${after}. Nothing is left to do.`;
    case "approved":
      return `${person(done.by)} approved what Gradus asked for, ${after}. Gradus goes on.`;
    case "rejected":
      return `${person(done.by)} rejected what Gradus asked for, ${after}.`;
    case "expired":
      return "nobody answered in time.";
    default:
      return done.kind satisfies never;
  }
}

function letterOf(ctx: MailContext, of: About, prefix: string): Draft {
  const { escalation, task } = of;
  const title = oneLine(task.title);
  const asked = escalation.action ? oneLine(actionKey(escalation.action)) : undefined;
  const status =
    escalation.kind === "approval"
      ? `${title}. Gradus asks for your approval of one action on ${escalation.target}.`
      : `${title}, and Gradus needs you: it could not fix this by itself.`;
  const [details, rest] = partition(
    escalation.sections.map((s) => clean(s, of.to)),
    (s) => s.heading === "Evidence",
  );
  const recommended = rest.filter((s) => s.heading === RECOMMENDS);
  return {
    kicker: kicker(task, of.to),
    status: prefix + status,
    sections: [
      ...rest.filter((s) => s.heading !== RECOMMENDS),
      ...seenSince(of),
      ...(asked === undefined
        ? recommended
        : [
            {
              heading: escalation.kind === "approval" ? "What would be run, exactly this, once" : RECOMMENDS,
              lines: [asked],
              exact: true,
            },
          ]),
    ],
    links: linksOf(ctx, of),
    details,
    footer: "The links are yours alone: do not forward this message.",
  };
}

/** The sections were written when it was handed over; the newest of what was seen after that. */
function seenSince({ escalation, task, to }: About): Section[] {
  const later = task.related.filter((r) => r.at > escalation.openedAt);
  if (later.length === 0) return [];
  const lines = later
    .slice(-MOST_SEEN)
    .map((r) => oneLine(`${timeIn(to.zone, r.at)} ${r.symptom}: ${r.summary}`));
  const more = later.length - lines.length;
  return [
    {
      heading: "What was seen since",
      lines,
      ...(more > 0 ? { rest: `${more} before these are on the page.` } : {}),
    },
  ];
}

const MOST_SEEN = 10;
const RECOMMENDS = "What Gradus recommends";

function linksOf(ctx: MailContext, of: About): Link[] {
  const { escalation, to } = of;
  const signed = (purpose: "resolve" | "approve" | "reject"): string =>
    ctx.links.sign(purpose, {
      escalation: escalation.id,
      recipient: to.address,
      ...(escalation.expiresAt === undefined ? {} : { expiresAt: escalation.expiresAt }),
    });
  const until =
    escalation.expiresAt === undefined ? "" : `; possible until ${timeIn(to.zone, escalation.expiresAt)}`;
  switch (escalation.kind) {
    case "help":
      return [
        {
          label: "Resolve",
          url: signed("resolve"),
          note: "say what was done; asks before it does anything",
          look: "primary",
        },
        openPage(ctx, of),
      ];
    case "approval":
      return [
        {
          label: "Approve",
          url: signed("approve"),
          note: `shows the action again and asks before it runs${until}`,
          look: "primary",
        },
        { label: "Reject", url: signed("reject"), note: "the task stays with people", look: "danger" },
        openPage(ctx, of),
      ];
    default:
      return escalation.kind satisfies never;
  }
}

const openPage = (ctx: MailContext, { escalation }: About): Link => ({
  label: "Open the page",
  url: `${ctx.baseUrl()}/escalations/${encodeURIComponent(escalation.id)}`,
  note: "everything that is known, and what is going on now",
  look: "plain",
});

const clean = (s: { heading: string; lines: string[] }, { zone }: Recipient): Section => ({
  heading: oneLine(s.heading),
  lines: s.lines.map((line) => oneLine(restamp(line, (at) => timeIn(zone, at, "second")))),
  exact: s.heading === "Evidence",
});

function partition<T>(all: readonly T[], is: (one: T) => boolean): [T[], T[]] {
  return [all.filter(is), all.filter((one) => !is(one))];
}
