import type { TargetView } from "@gradus/api";
import type { TaskSummary } from "@gradus/core";
import pc from "picocolors";
import { plural } from "../text/format.ts";
import { plainLine } from "../text/plain.ts";
import { cut } from "../text/width.ts";
import { align, wrap } from "./layout.ts";
import { closedRow, openRow, type Row, targetRow } from "./rows.ts";
import type { Snapshot } from "./snapshot.ts";

export interface Frame {
  width: number;
  height: number;
  now: number;
}

/** The live summary as lines, never more and never wider than the terminal. Pure. */
export function render(s: Snapshot, { width, height, now }: Frame): string[] {
  const head = [
    `${pc.bold("  Gradus")}  ${headline(s)}`,
    pc.dim("  Page ") + pc.underline(s.url),
    pc.dim(`  Log  ${s.logFile}`),
  ];
  const problems = s.health.problems.flatMap((p) =>
    wrap(plainLine(p), width - 4, 3).map((line, i) => pc.yellow(`${i === 0 ? "  ! " : "    "}${line}`)),
  );
  const foot = pc.dim("  Ctrl-C stops Gradus and what it started.");

  // What there is room for, the most urgent first: problems, open tasks, what fails, the rest of the targets, what was fixed.
  const total = Math.max(0, height - head.length - 1);
  const shownProblems = problems.slice(0, Math.max(0, Math.floor(total / 3)));
  const room = total - blank(shownProblems) - shownProblems.length;
  const targets = byUrgency(s.targets);
  const sections = share(room, [
    {
      heading: "Targets",
      rows: targets.map((t) => targetRow(t, now)),
      least: 4,
      empty: "none are configured",
    },
    { heading: "Open", rows: byWaiting(s.open).map((t) => openRow(t, now)), least: 2, empty: "nothing" },
    {
      heading: "Last",
      rows: s.closed.map((t) => closedRow(t, now)),
      least: 1,
      most: 8,
      empty: hint(s),
    },
  ]);
  const body = sections.flatMap(({ heading, rows, shown, empty }) => {
    const hidden = rows.length - shown;
    const lines = rows.length === 0 ? [pc.dim(`  ${empty}`)] : align(rows.slice(0, shown), width);
    return ["", pc.bold(`  ${heading}`) + (hidden > 0 ? pc.dim(`  ${hidden} more not shown`) : ""), ...lines];
  });
  return [...head, ...(shownProblems.length > 0 ? [""] : []), ...shownProblems, ...body, "", foot]
    .slice(0, height)
    .map((line) => cut(line, width));
}

const blank = (lines: readonly string[]): number => (lines.length > 0 ? 1 : 0);

interface Section {
  heading: string;
  rows: Row[];
  /** Rows it gets before others get more than that. */
  least: number;
  most?: number;
  empty: string;
}

/** Deals lines out: a blank one and a heading for each section, its least rows, and then what it wants in order. */
function share(room: number, sections: readonly Section[]): Array<Section & { shown: number }> {
  const frame = 2;
  // One line is left free above the foot.
  let left = room - 1 - sections.length * frame;
  const wanted = sections.map((s) => Math.min(s.rows.length === 0 ? 1 : s.rows.length, s.most ?? Infinity));
  const shown = sections.map((s, i) => Math.min(s.least, wanted[i] ?? 0));
  left -= shown.reduce((sum, n) => sum + n, 0);
  for (let i = shown.length - 1; i >= 0 && left < 0; i--) {
    const given = Math.min(-left, Math.max(0, (shown[i] ?? 0) - 1));
    shown[i] = (shown[i] ?? 0) - given;
    left += given;
  }
  for (const i of [1, 0, 2]) {
    const more = Math.max(0, Math.min(left, (wanted[i] ?? 0) - (shown[i] ?? 0)));
    shown[i] = (shown[i] ?? 0) + more;
    left -= more;
  }
  return sections.map((s, i) => ({ ...s, shown: shown[i] ?? 0 }));
}

function headline(s: Snapshot): string {
  const failing = s.targets.filter((t) => t.state === "failing").length;
  const waiting = s.open.filter((t) => t.status !== "working").length;
  const observe = s.health.observeOnly ? pc.yellow(" · observing only") : "";
  if (s.health.paused) return pc.yellow("paused: watching, acting on nothing") + observe;
  if (waiting > 0) return pc.red(`${plural(waiting, "task needs", "tasks need")} you`) + observe;
  if (failing > 0 || s.open.length > 0) {
    const tasks = s.open.length === 0 ? "being confirmed" : `${plural(s.open.length, "task")} in work`;
    return pc.yellow(`${failing} of ${plural(s.targets.length, "target")} failing, ${tasks}`) + observe;
  }
  if (s.targets.some((t) => t.checkedAt === undefined))
    return pc.dim("looking at everything for the first time …") + observe;
  const blind = s.targets.filter((t) => t.state === "unknown").length;
  if (blind > 0) return pc.yellow(`nothing can be seen of ${plural(blind, "target")}`) + observe;
  return pc.green(`all ${plural(s.targets.length, "target")} healthy`) + observe;
}

const hint = (s: Snapshot): string =>
  s.targets.some((t) => t.demo)
    ? "nothing yet. Break something: npm run gradus -- inject chatbot kill"
    : "nothing yet";

const weight = (t: TargetView): number =>
  t.state === "failing"
    ? 0
    : t.symptoms.length > 0 || t.degraded.length > 0
      ? 1
      : t.state === "unknown"
        ? 2
        : 3;

/** In the order of targets.yaml, but what needs attention first. */
const byUrgency = (targets: readonly TargetView[]): TargetView[] =>
  [...targets].sort((a, b) => weight(a) - weight(b));

const byWaiting = (tasks: readonly TaskSummary[]): TaskSummary[] =>
  [...tasks].sort((a, b) => Number(a.status === "working") - Number(b.status === "working"));
