import { factsOf, type Observation } from "../observation/schema.ts";
import { isLeft } from "../remediation/take-back.ts";
import { actionKey, type Action } from "../runbook/schema.ts";
import { phaseName, type Attempt, type Task } from "../task/schema.ts";
import type { Escalation } from "./schema.ts";
import { stamp } from "./stamp.ts";

type Section = Escalation["sections"][number];

const MAX_LINES = 30;

/** Everything a person needs to know, in plain text sections: what is wrong, what was tried, what changed, how the experts voted, what is recommended. */
export function composeSections(
  task: Task,
  evidence: readonly Observation[],
  why: string,
  recommended: Action | undefined,
): Section[] {
  const all = [...task.observations, ...evidence];
  return [
    section("What is wrong", [
      `${task.title} (${task.symptom}, severity ${task.severity})`,
      `First seen ${stamp(task.firstSeenAt)}`,
      ...task.related.map((r) => `Also: ${r.symptom}: ${r.summary}`),
    ]),
    section("Why it is handed to you", [why]),
    section("What was tried", task.attempts.length === 0 ? ["Nothing yet."] : task.attempts.map(attemptLine)),
    section("What changed since it was last healthy", driftLines(all)),
    section("What the experts said", [
      ...task.verdicts.map(verdictLine),
      ...(task.consensus ? [`Consensus: ${task.consensus.summary}`] : []),
    ]),
    section(
      "Evidence",
      all.slice(-MAX_LINES).map((o) => `${stamp(o.at)} ${o.source}: ${o.text}`),
    ),
    section("What Gradus recommends", [
      recommended ? describe(recommended) : "No runbook fits: this needs a person's judgement.",
    ]),
  ].filter((s) => s.lines.length > 0);
}

const section = (heading: string, lines: string[]): Section => ({
  heading,
  lines: lines.slice(0, MAX_LINES),
});

/** A runbook and its parameters in words; the exact form is the action key. */
export const describe = (action: Action): string => actionKey(action);

function attemptLine(a: Attempt): string {
  const reasons = a.verification
    ? `: ${a.verification.reasons.join("; ")}`
    : a.outcome?.reason
      ? `: ${a.outcome.reason}`
      : "";
  return `${stamp(a.startedAt)} phase ${a.phase} (${phaseName(a.phase)}): ${describe(a.action)} → ${a.result}${reasons}${undoOf(a)}`;
}

function undoOf({ undo }: Attempt): string {
  if (!undo) return "";
  return isLeft(undo) ? ` (${undo.result})` : ` (undone: ${undo.result})`;
}

const verdictLine = (v: Task["verdicts"][number]): string =>
  `${v.expert}: ${v.faultClass} in ${v.component}, ${v.action ? describe(v.action) : "no action"} (${Math.round(v.confidence * 100)} %). ${v.reasoning}`;

function driftLines(observations: readonly Observation[]): string[] {
  const lines = factsOf(observations, "drift").map(
    (o) => `${o.fact.aspect} ${o.fact.key}: was ${String(o.fact.expected)}, is ${String(o.fact.actual)}`,
  );
  return [...new Set(lines)];
}
