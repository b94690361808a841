import { now } from "../api/clock.ts";
import type { EscalationView, HealthReport, Settings, TargetView, TaskSummary } from "../api/types.ts";
import { el } from "../dom/el.ts";
import { many, statusMarks } from "../text/words.ts";
import { headline } from "./headline.ts";
import { badge, empty, escalationPath, lead, said, section, since } from "./parts.ts";
import { targetCard } from "./target.ts";
import { taskTable } from "./tasks.ts";
import type { View } from "./view.ts";

const MANY_OPEN = 50;
const MANY_CLOSED = 10;

/** Is everything well? What waits for a person comes first. */
export const overview: View = async ({ client }) => {
  const [health, targets, waiting, open, closed] = await Promise.all([
    client.get<HealthReport>("/health"),
    client.get<{ targets: TargetView[] }>("/targets"),
    client.get<{ escalations: EscalationView[] }>(`/escalations?status=open&limit=${MANY_OPEN}`),
    client.get<{ tasks: TaskSummary[]; cursor?: string }>(`/tasks?state=open&limit=${MANY_OPEN}`),
    client.get<{ tasks: TaskSummary[] }>(`/tasks?state=closed&limit=${MANY_CLOSED}`),
  ]);
  const settings = health.paused ? await client.get<Settings>("/settings") : undefined;
  const status = headline({
    health,
    paused: settings?.paused,
    targets: targets.targets,
    waiting: waiting.escalations,
    open: open.tasks,
    now: now(),
  });
  const more = open.cursor !== undefined && el("p", { class: "soft small above" }, "The newest of them.");
  return {
    title: status.word,
    content: [
      lead(status, status.word, el("p", {}, status.more)),
      ...problems(health.problems),
      ...needs(waiting.escalations),
      section("targets", "Targets", targetsOf(targets.targets)),
      section(
        "open",
        "Open tasks",
        open.tasks.length === 0 ? empty("Nothing is open: a quiet day.") : taskTable(open.tasks),
        more,
      ),
      section(
        "closed",
        "Lately closed",
        closed.tasks.length === 0 ? empty("Nothing has happened yet.") : taskTable(closed.tasks),
      ),
    ],
  };
};

const problems = (all: readonly string[]): Node[] =>
  all.length === 0
    ? []
    : [section("problems", "Gradus itself", ...all.map((p) => el("p", { class: "say bad" }, said(p))))];

const needs = (waiting: readonly EscalationView[]): Node[] =>
  waiting.length === 0
    ? []
    : [
        section(
          "needs",
          "Needs you",
          el(
            "ul",
            { class: "cards" },
            waiting.map((e) => needsCard(e)),
          ),
        ),
      ];

const needsCard = (e: EscalationView): Node =>
  el(
    "li",
    { class: `card ${e.kind === "help" ? "bad" : "wait"}` },
    badge(statusMarks[e.kind === "help" ? "awaiting_human" : "awaiting_approval"]),
    el("h3", {}, el("a", { href: escalationPath(e.id) }, said(e.title))),
    el("p", { class: "small brief" }, said(e.summary)),
    el("p", { class: "soft small" }, `${e.target} · ${e.severity} · `, since(e.openedAt)),
  );

const order = { failing: 0, unknown: 1, healthy: 2 } as const;

const targetsOf = (targets: readonly TargetView[]): Node =>
  targets.length === 0
    ? empty("Nothing is watched yet. Tag something gradus:managed, or name it in targets.yaml, and deploy.")
    : el(
        "ul",
        { class: "cards", "aria-label": many(targets.length, "target") },
        targets
          .toSorted((a, b) => order[a.state] - order[b.state] || (a.id < b.id ? -1 : 1))
          .map((target) => targetCard(target)),
      );
