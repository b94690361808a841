import type { HealthReport, TargetView } from "@gradus/api";
import type { TaskSummary } from "@gradus/core";
import pc from "picocolors";
import { ago, duration, phaseWord, stateMark, statusMark, table } from "../text/format.ts";

export interface Snapshot {
  url: string;
  logFile: string;
  targets: readonly TargetView[];
  health: HealthReport;
  open: readonly TaskSummary[];
  fixes: readonly TaskSummary[];
}

export interface Frame {
  width: number;
  height: number;
  now: number;
}

/** The live summary as text, no taller and no wider than the terminal. Pure. */
export function render(s: Snapshot, frame: Frame): string {
  const room = Math.max(3, frame.height - 14 - s.open.length - s.fixes.length);
  const failing = [...s.targets].sort((a, b) => weight(a) - weight(b) || (a.id < b.id ? -1 : 1));
  const shown = failing.slice(0, room);
  const hidden = failing.length - shown.length;
  const lines = [
    "",
    `  ${pc.bold("Gradus")}  ${headline(s)}`,
    `  ${pc.dim("Page")} ${pc.underline(s.url)}   ${pc.dim(`Log ${s.logFile}`)}`,
    ...s.health.problems.map((p) => `  ${pc.yellow("!")} ${p}`),
    "",
    table(shown.map((t) => targetRow(t, frame.now))),
    ...(hidden > 0 ? [pc.dim(`  … and ${hidden} more, all calm`)] : []),
    "",
    `  ${pc.bold("Open")}`,
    s.open.length === 0 ? pc.dim("  nothing") : table(s.open.map((t) => openRow(t, frame.now))),
    "",
    `  ${pc.bold("Last")}`,
    s.fixes.length === 0
      ? pc.dim("  nothing yet. Break something: npm run gradus -- inject chatbot kill")
      : table(s.fixes.map((t) => fixRow(t, frame.now))),
    "",
    pc.dim("  Ctrl-C stops Gradus and what it started."),
  ];
  return lines
    .flatMap((l) => l.split("\n"))
    .map((l) => cut(l, frame.width))
    .join("\n");
}

function headline(s: Snapshot): string {
  const failing = s.targets.filter((t) => t.state === "failing").length;
  const waiting = s.open.filter((t) => t.status !== "working").length;
  if (s.health.paused) return pc.yellow("paused: watching, acting on nothing");
  const observe = s.health.observeOnly ? pc.yellow(" (observing only)") : "";
  if (waiting > 0) return pc.red(`${waiting} task${waiting === 1 ? " needs" : "s need"} you`) + observe;
  if (failing > 0 || s.open.length > 0)
    return (
      pc.yellow(`${failing} of ${s.targets.length} targets failing, ${s.open.length} being worked on`) +
      observe
    );
  if (s.targets.some((t) => t.state === "unknown"))
    return pc.dim("looking at everything for the first time …") + observe;
  return pc.green(`all ${s.targets.length} targets healthy`) + observe;
}

const weight = (t: TargetView): number => (t.state === "failing" ? 0 : t.state === "unknown" ? 1 : 2);

const targetRow = (t: TargetView, now: number): string[] => [
  t.id,
  stateMark(t.state),
  t.symptoms[0]?.summary ??
    (t.degraded[0] === undefined
      ? pc.dim(t.checkedAt === undefined ? "" : `checked ${ago(t.checkedAt, now)}`)
      : pc.yellow(t.degraded[0])),
];

const openRow = (t: TaskSummary, now: number): string[] => [
  statusMark(t.status),
  t.title,
  pc.dim(`phase ${t.phase} ${phaseWord(t.phase)}`),
  pc.dim(duration(now - t.firstSeenAt)),
  pc.dim(t.id),
];

const fixRow = (t: TaskSummary, now: number): string[] => [
  statusMark(t.status),
  t.title,
  t.lastAction?.runbook ?? "",
  pc.dim(`took ${duration((t.closedAt ?? t.updatedAt) - t.firstSeenAt)}`),
  pc.dim(ago(t.closedAt ?? t.updatedAt, now)),
];

/** Cuts a line with colour codes to the visible width. */
function cut(line: string, width: number): string {
  let seen = 0;
  let out = "";
  for (const part of line.split(/(\u001b\[[0-9;]*m)/)) {
    if (part.startsWith("\u001b[")) {
      out += part;
    } else {
      const left = Math.max(0, width - seen);
      out += part.length > left ? `${part.slice(0, Math.max(0, left - 1))}…` : part;
      seen += part.length;
      if (seen > width) return `${out}\u001b[0m`;
    }
  }
  return out;
}
