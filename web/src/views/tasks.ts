import { now } from "../api/clock.ts";
import type { TaskSummary } from "../api/types.ts";
import { el } from "../dom/el.ts";
import { duration, phaseWord, resultMarks, statusMarks } from "../text/words.ts";
import { badge, said, since, taskPath } from "./parts.ts";

const HEADINGS = ["Task", "State", "Phase", "Last action", "Took", "First seen"] as const;

/** Tasks as a table that becomes a list on a narrow screen. */
export const taskTable = (tasks: readonly TaskSummary[]): Node =>
  el(
    "div",
    { class: "scroll" },
    el(
      "table",
      {},
      el(
        "thead",
        {},
        el(
          "tr",
          {},
          HEADINGS.map((name) => el("th", { scope: "col" }, name)),
        ),
      ),
      el("tbody", {}, tasks.map(row)),
    ),
  );

const row = (t: TaskSummary): Node =>
  el(
    "tr",
    {},
    el("td", { class: "wide" }, el("a", { href: taskPath(t.id) }, said(t.title))),
    el("td", {}, badge(statusMarks[t.status])),
    el("td", { class: "num", "data-label": "Phase" }, `${t.phase} ${phaseWord(t.phase)}`),
    el("td", { "data-label": "Last action" }, lastAction(t)),
    el("td", { class: "num", "data-label": "Took" }, duration((t.closedAt ?? now()) - t.firstSeenAt)),
    el("td", { class: "num", "data-label": "First seen" }, since(t.firstSeenAt)),
  );

const lastAction = ({ lastAction: last }: TaskSummary): Array<Node | string> =>
  last
    ? [`${said(last.runbook)} `, badge(resultMarks[last.result])]
    : [el("span", { class: "soft" }, "none")];
