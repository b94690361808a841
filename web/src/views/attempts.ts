import type { Attempt, Task, Verdict } from "../api/types.ts";
import { el } from "../dom/el.ts";
import { duration, exactly, percent, person, phaseWord, resultMarks, spaced } from "../text/words.ts";
import { badge, empty, exact, plainList, said, when } from "./parts.ts";

/** What was done about a task, and what checking found. */
export const attempts = ({ attempts: all }: Task): Node =>
  all.length === 0 ? empty("Nothing was tried yet.") : el("ol", { class: "cards" }, all.map(attempt));

const attempt = (a: Attempt): Node =>
  el(
    "li",
    { class: "card" },
    el(
      "div",
      { class: "row" },
      el("h3", {}, `${a.n}. Phase ${a.phase}, ${phaseWord(a.phase)}`),
      badge(resultMarks[a.result]),
    ),
    exact(exactly(a.action)),
    el("p", { class: "small" }, said(a.reason)),
    el(
      "p",
      { class: "soft small" },
      `${spaced(a.faultClass)} · ${percent(a.confidence)} sure · ${a.risk} · proposed by ${said(a.proposedBy)} · `,
      when(a.startedAt),
    ),
    a.warrant &&
      el("p", { class: "soft small" }, said(`Allowed by ${person(a.warrant.by)}: ${a.warrant.reason}`)),
    steps(a),
    a.verification && [
      el("p", { class: "small" }, el("strong", {}, `Checked: ${spaced(a.verification.result)}`)),
      plainList(a.verification.reasons, "plain small"),
    ],
    a.undo && el("p", { class: "small" }, el("strong", {}, said(`Taken back: ${a.undo.result}`))),
  );

function steps({ outcome }: Attempt): Node | undefined {
  if (!outcome) return undefined;
  const lines = outcome.steps.map(
    (s) => `${s.ok ? "✓" : "✗"} ${s.name} (${duration(s.ms)})${s.output === "" ? "" : `: ${s.output}`}`,
  );
  return plainList(outcome.reason === undefined ? lines : [...lines, outcome.reason], "plain small");
}

export const verdicts = ({ verdicts: all, consensus }: Task): Node[] => [
  ...(consensus ? [el("p", { class: "say under" }, said(consensus.summary))] : []),
  el("ul", { class: "cards" }, all.map(verdict)),
];

const verdict = (v: Verdict): Node =>
  el(
    "li",
    { class: "card" },
    el(
      "div",
      { class: "row" },
      el("h3", {}, said(v.expert)),
      el("span", { class: "small soft" }, `${percent(v.confidence)} sure`),
    ),
    el("p", { class: "small" }, said(`${spaced(v.faultClass)} in ${v.component}`)),
    exact(v.action ? exactly(v.action) : "do nothing"),
    el("p", { class: "small" }, said(v.reasoning)),
    v.predicts !== "" && el("p", { class: "soft small" }, said(`Predicts: ${v.predicts}`)),
  );
