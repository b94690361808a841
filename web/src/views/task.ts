import { now } from "../api/clock.ts";
import type { Chain, EscalationView, Observation, Task, TaskAnswer } from "../api/types.ts";
import type { Config } from "../config.ts";
import { el } from "../dom/el.ts";
import { momentOf } from "../text/events.ts";
import { duration, many, phaseWord, statusMarks } from "../text/words.ts";
import { attempts, verdicts } from "./attempts.ts";
import { empty, escalationPath, exact, folded, lead, plainList, said, section, when } from "./parts.ts";
import type { View } from "./view.ts";

/** Everything about one task. */
export const taskView =
  (id: string): View =>
  async ({ client, config }) => {
    const path = encodeURIComponent(id);
    const [answer, chain] = await Promise.all([
      client.get<TaskAnswer>(`/tasks/${path}`),
      client.get<Chain>(`/audit/${path}`),
    ]);
    const { task, escalation } = answer;
    const mark = statusMarks[task.status];
    return {
      title: task.title,
      content: [
        lead(mark, `${task.title}: ${mark.word}`, el("p", {}, standing(answer)), answerLink(escalation)),
        section("attempts", "What was tried", attempts(task)),
        ...(task.verdicts.length === 0 ? [] : [section("verdicts", "What the experts said", verdicts(task))]),
        section("evidence", "Evidence", evidenceOf(task, answer.evidence)),
        section("timeline", "What happened", timeline(chain)),
        section("record", "Record", record(task, answer, chain, config)),
      ],
    };
  };

function standing({ task, execution }: TaskAnswer): string {
  const phase = `phase ${task.phase} (${phaseWord(task.phase)})`;
  if (task.closedAt !== undefined)
    return `${said(task.outcome ?? "")} Closed after ${duration(task.closedAt - task.firstSeenAt)}, in ${phase}.`;
  const states = execution?.states ?? [];
  const at = states.length === 0 ? "" : `; the workflow is at: ${states.join(", ")}`;
  return `Since ${duration(now() - task.firstSeenAt)}, now in ${phase}${at}.`;
}

const answerLink = (e: EscalationView | undefined): Node | undefined =>
  e &&
  el(
    "p",
    {},
    el(
      "a",
      { href: escalationPath(e.id), class: e.status === "open" ? "button" : "" },
      e.status === "resolved"
        ? "How it was answered"
        : e.kind === "approval"
          ? "Approve or reject"
          : "Resolve it",
    ),
  );

function evidenceOf(task: Task, more: readonly Observation[]): Node {
  const all = [...new Map([...task.observations, ...more].map((o) => [o.id, o])).values()];
  if (all.length === 0) return empty("None was kept.");
  const list = el(
    "ul",
    { class: "plain exact" },
    all
      .toSorted((a, b) => a.at - b.at)
      .map((o) => el("li", {}, when(o.at), ` ${said(o.source)}: ${said(o.text)}`)),
  );
  return all.length <= 4 ? list : folded(`Show ${all.length} observations`, list);
}

const timeline = ({ events }: Chain): Node =>
  el(
    "ol",
    { class: "time" },
    events.map((event) => {
      const { tone, title, exact: action, lines } = momentOf(event);
      return el(
        "li",
        { class: tone },
        el("div", { class: "row" }, el("h3", {}, said(title)), when(event.at)),
        action !== undefined && exact(action),
        lines.length > 0 && plainList(lines, "small"),
      );
    }),
  );

function record(
  task: Task,
  { execution }: TaskAnswer,
  { events, verified }: Chain,
  { console }: Config,
): Node {
  const chain = verified.ok
    ? `${many(events.length, "event")}, intact`
    : `broken at event ${verified.at}: ${verified.why}`;
  return el(
    "ul",
    { class: "plain" },
    el(
      "li",
      {},
      "Task ",
      el("code", { class: "exact" }, said(task.id)),
      `, target ${said(task.target)}, ${said(task.software)}`,
    ),
    el(
      "li",
      {},
      `Severity ${task.severity}, first seen by the ${task.source} detector, `,
      when(task.firstSeenAt),
    ),
    el("li", { class: verified.ok ? "" : "say bad" }, `Audit chain: ${chain}`),
    execution &&
      el(
        "li",
        {},
        `Workflow: ${execution.status.toLowerCase()}`,
        console !== null && [", ", inConsole(console)],
      ),
  );
}

const inConsole = (href: string): Node =>
  el("a", { href, target: "_blank", rel: "noopener noreferrer" }, "executions in the AWS console");
