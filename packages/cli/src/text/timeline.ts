import {
  actionKey,
  type Attempt,
  type Escalation,
  factsOf,
  type Observation,
  phaseName,
  type Task,
} from "@gradus/core";
import pc from "picocolors";
import { clockTime, duration, statusMark } from "./format.ts";

/** One task as a story: what was seen, what was thought, what was done, how it ended. */
export function timeline(
  task: Task,
  evidence: readonly Observation[],
  escalation: Escalation | undefined,
): string {
  const all = [...task.observations, ...evidence];
  return [
    `${pc.bold(task.title)}  ${statusMark(task.status)}`,
    pc.dim(
      `${task.id} · ${task.symptom} · severity ${task.severity} · first seen ${new Date(task.firstSeenAt).toISOString()}`,
    ),
    "",
    ...section(
      "Evidence",
      all.map((o) => `${clockTime(o.at)} ${pc.dim(o.source.padEnd(10))} ${o.text.split("\n")[0] ?? ""}`),
    ),
    ...section(
      "Changed since it was last healthy",
      factsOf(all, "drift").map(
        (o) => `${o.fact.aspect} ${o.fact.key}: ${String(o.fact.expected)} → ${String(o.fact.actual)}`,
      ),
    ),
    ...section(
      "Experts",
      task.verdicts.map(
        (v) =>
          `${v.expert}: ${v.faultClass} in ${v.component}, ${v.action ? actionKey(v.action) : "do nothing"} (${Math.round(v.confidence * 100)} %). ${v.reasoning}`,
      ),
    ),
    ...section("Attempts", task.attempts.flatMap(attemptLines)),
    ...section(
      "Escalation",
      escalation
        ? [
            `${escalation.id} ${escalation.status}: ${escalation.summary}`,
            ...(escalation.resolution ? [`${escalation.resolution.by}: ${escalation.resolution.notes}`] : []),
          ]
        : [],
    ),
    ...section(
      "Audit",
      task.audit.map((e) => `${clockTime(e.at)} ${e.type.padEnd(20)} ${pc.dim(e.actor)}`),
    ),
    task.outcome === undefined
      ? ""
      : `${pc.bold("Outcome")} ${task.outcome}${task.closedAt === undefined ? "" : pc.dim(` (${duration(task.closedAt - task.firstSeenAt)} after it was first seen)`)}`,
  ]
    .join("\n")
    .trimEnd();
}

const section = (heading: string, lines: readonly string[]): string[] =>
  lines.length === 0 ? [] : [pc.bold(heading), ...lines.map((l) => `  ${l}`), ""];

function attemptLines(a: Attempt): string[] {
  return [
    `${clockTime(a.startedAt)} phase ${a.phase} ${phaseName(a.phase)}: ${actionKey(a.action)} → ${a.result} ${pc.dim(`(${Math.round(a.confidence * 100)} %, ${a.proposedBy})`)}`,
    `  why: ${a.reason}`,
    ...(a.warrant ? [`  allowed by ${a.warrant.by}: ${a.warrant.reason}`] : []),
    ...(a.outcome?.steps ?? []).map(
      (s) => `  ${s.ok ? "✓" : "✗"} ${s.name} ${pc.dim(`${s.ms} ms ${s.output.split("\n")[0] ?? ""}`)}`,
    ),
    ...(a.outcome?.reason === undefined ? [] : [`  ${a.outcome.result}: ${a.outcome.reason}`]),
    ...(a.verification ? [`  verified: ${a.verification.result}: ${a.verification.reasons.join("; ")}`] : []),
    ...(a.undo ? [`  undo: ${a.undo.result}`] : []),
  ];
}
