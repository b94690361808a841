import type { Escalation, MailMessage, Recipient, Severity, Task } from "@gradus/core";
import { answerItem } from "./answer-item.ts";
import { oneLine } from "./clean.ts";
import type { MailContext } from "./context.ts";
import { envelope } from "./envelope.ts";
import type { Section } from "./letter.ts";

const MOST = 100;
const RANK: Record<Severity, number> = { critical: 0, high: 1, medium: 2, low: 3 };

export interface Bundle {
  kind: "escalated" | "reminded";
  all: ReadonlyArray<{ escalation: Escalation; task: Task }>;
  to: Recipient;
}

/** Many tasks that wait for people, in one message: the most severe first, by target, each with the link that answers it. */
export function bundleMail(ctx: MailContext, { kind, all, to }: Bundle): MailMessage {
  const sorted = [...all].sort(
    (a, b) => RANK[a.task.severity] - RANK[b.task.severity] || a.escalation.openedAt - b.escalation.openedAt,
  );
  const shown = sorted.slice(0, MOST);
  const more = sorted.length - shown.length;
  const counted = [...new Set(sorted.map(({ task }) => task.severity))].map(
    (severity) => `${sorted.filter(({ task }) => task.severity === severity).length} ${severity}`,
  );
  const what =
    kind === "escalated"
      ? `${all.length} tasks came to people at once`
      : `Reminder: ${all.length} tasks still wait for people`;
  const targets = [...new Set(shown.map(({ task }) => task.target))];
  return envelope(ctx, {
    to,
    subject: `[Gradus] ${kind === "escalated" ? "" : "reminder: "}${all.length} tasks wait for people`,
    letter: {
      kicker: `Gradus · ${targets.length} target${targets.length === 1 ? "" : "s"}`,
      status: `${what}: ${counted.join(", ")}.`,
      sections: [
        ...targets.map((target): Section => ({
          heading: oneLine(target),
          lines: [],
          items: shown
            .filter(({ task }) => task.target === target)
            .map(({ escalation, task }) =>
              answerItem(ctx, { ...escalation, severity: task.severity, title: task.title }, to),
            ),
        })),
        ...(more > 0 ? [{ heading: "More", lines: [`${more} more are on the page.`] }] : []),
      ],
      links: [
        {
          label: "Open the page",
          url: `${ctx.baseUrl()}/`,
          note: "all that wait, and what is going on now",
          look: "primary",
        },
      ],
      details: [],
      footer:
        "So many at once are told of together, and how each ends is on the page. The links are yours alone: do not forward this message.",
    },
  });
}
