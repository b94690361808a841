import type { TargetView } from "@gradus/api";
import type { TaskSummary } from "@gradus/core";
import pc from "picocolors";
import { ago, duration, phaseWord, stateMark, statusMark } from "../text/format.ts";
import { plainLine } from "../text/plain.ts";

/** Cells of a row: fixed ones first, the one that may be cut, then what stands at the right edge. */
export interface Row {
  left: string[];
  text: string;
  right: string;
}

export function targetRow(t: TargetView, now: number): Row {
  const checked = t.checkedAt === undefined ? "" : pc.dim(ago(t.checkedAt, now));
  const paused = t.paused ? pc.yellow("paused  ") : "";
  return { left: [t.id, stateMark(t.state)], text: paused + said(t), right: checked };
}

function said(t: TargetView): string {
  const [symptom] = t.symptoms;
  if (symptom)
    return t.state === "failing" ? pc.red(plainLine(symptom.summary)) : pc.yellow(plainLine(symptom.summary));
  const [blind] = t.degraded;
  if (blind !== undefined) return pc.yellow(plainLine(blind));
  return pc.dim([t.software, t.version].filter(Boolean).join(" "));
}

export const openRow = (t: TaskSummary, now: number): Row => ({
  left: [statusMark(t.status), t.id],
  text:
    t.status === "working"
      ? `${plainLine(t.title)} ${pc.dim(`· ${phaseWord(t.phase)}`)}`
      : plainLine(t.title),
  right: pc.dim(duration(now - t.firstSeenAt)),
});

export const closedRow = (t: TaskSummary, now: number): Row => ({
  left: [statusMark(t.status), t.id],
  text: `${plainLine(t.title)} ${pc.dim(how(t))}`,
  right: pc.dim(ago(t.closedAt ?? t.updatedAt, now)),
});

function how(t: TaskSummary): string {
  const took = `in ${duration((t.closedAt ?? t.updatedAt) - t.firstSeenAt)}`;
  return t.status === "fixed" && t.lastAction ? `· ${t.lastAction.runbook}, ${took}` : `· ${took}`;
}
