import { type Digest, isQuiet, type MailMessage, phaseName, type Recipient, timeIn } from "@gradus/core";
import { answerItem } from "./answer-item.ts";
import { oneLine } from "./clean.ts";
import type { MailContext } from "./context.ts";
import { envelope } from "./envelope.ts";
import type { Section } from "./letter.ts";
import { count, took } from "./words.ts";

/** The summary of a day: how things stand in one sentence, what waits first, and what Gradus did by itself. */
export function digestMail(ctx: MailContext, { digest, to }: { digest: Digest; to: Recipient }): MailMessage {
  const { since, at } = digest;
  return envelope(ctx, {
    to,
    subject: `[Gradus] daily summary: ${isQuiet(digest) ? "all quiet" : `${waitingWords(digest)}, ${digest.fixed.total} fixed`}`,
    letter: {
      kicker: `Gradus · daily summary · ${timeIn(to.zone, since)} to ${timeIn(to.zone, at)}`,
      status: isQuiet(digest)
        ? "All quiet: nothing has happened since the last summary, and nothing waits for people."
        : sentence(digest),
      sections: sectionsOf(ctx, digest, to).filter((s) => s.lines.length + (s.items ?? []).length > 0),
      links: [
        {
          label: "Open the page",
          url: `${ctx.baseUrl()}/`,
          note: "how things stand now",
          look: digest.waiting.total > 0 ? "primary" : "plain",
        },
      ],
      details: [],
      ...(digest.waiting.total > 0
        ? { footer: "The links are yours alone: do not forward this message." }
        : {}),
    },
  });
}

const waitingWords = ({ waiting }: Digest): string =>
  waiting.total === 0
    ? "nothing waits for people"
    : `${count(waiting.total, "task waits", "tasks wait")} for people`;

/** How things stand now, and then what has happened; what matters most comes first, and is said even where it is nothing. */
function sentence(digest: Digest): string {
  const { failing, problems, fixed, relapsed } = digest;
  const now = [
    waitingWords(digest),
    ...(failing.total > 0 ? [count(failing.total, "target fails", "targets fail")] : []),
    ...(problems.length > 0
      ? [`Gradus has ${count(problems.length, "problem", "problems")} of its own`]
      : []),
  ].join(", ");
  const helped = fixed.assisted ? ` and ${fixed.assisted} after a person's decision` : "";
  const back = relapsed.total > 0 ? `, and ${relapsed.total} came back` : "";
  return `${capital(now)}; since the last summary Gradus fixed ${fixed.total === 0 ? "nothing" : fixed.total} by itself${helped}${back}.`;
}

const capital = (text: string): string => text.slice(0, 1).toUpperCase() + text.slice(1);

function sectionsOf(ctx: MailContext, digest: Digest, to: Recipient): Section[] {
  const { waiting, failing, problems, fixed, relapsed, learned } = digest;
  return [
    {
      heading: "What waits for people",
      lines: [],
      items: waiting.first.map((e) => {
        const { line, url } = answerItem(ctx, e, to);
        return { line: `${line} (since ${timeIn(to.zone, e.openedAt)})`, url };
      }),
      ...more(waiting),
    },
    {
      heading: "What fails now",
      lines: failing.first.map(
        (f) => `${oneLine(f.target)}: ${f.severity}, ${oneLine(f.title)}, since ${timeIn(to.zone, f.since)}`,
      ),
      ...more(failing),
    },
    { heading: "What is wrong with Gradus itself", lines: problems.map(oneLine) },
    {
      heading: "What Gradus fixed by itself",
      lines: fixed.phases.map(
        (p) =>
          `${p.count} by ${phaseName(p.phase)} (phase ${p.phase}), half of them within ${took(p.medianMs)}`,
      ),
    },
    {
      heading: "What came back after it was fixed",
      lines: relapsed.first.map(
        (r) => `${oneLine(r.target)}: ${oneLine(r.title)}, after ${oneLine(r.runbook)}`,
      ),
      ...more(relapsed),
    },
    {
      heading: "What Gradus learned",
      lines: learned.first.map(
        (l) => `${oneLine(l.software)} with ${oneLine(l.symptom)}: ${oneLine(l.runbook)}`,
      ),
      ...more(learned),
    },
  ];
}

/** What the message has no room for. */
const more = ({ total, first }: { total: number; first: readonly unknown[] }): { rest?: string } =>
  total > first.length ? { rest: `${total - first.length} more are on the page.` } : {};
