import { cases } from "./cases.ts";
import type { RunResult } from "./run.ts";

export interface Totals {
  faults: number;
  fixed: number;
  /** Percent of the faults that were fixed without a person. */
  fixedPercent: number;
  medianSeconds: number | undefined;
  traps: number;
  harmed: number;
  controls: number;
  controlsTouched: number;
}

export function median(values: readonly number[]): number | undefined {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  if (sorted.length % 2 === 1) return sorted[middle];
  const [low, high] = [sorted[middle - 1], sorted[middle]];
  return low === undefined || high === undefined ? undefined : (low + high) / 2;
}

const kindOf = (r: RunResult): string | undefined => cases.find((c) => c.id === r.spec.case)?.kind;
const isControl = (r: RunResult): boolean => kindOf(r) !== "fault";
const timesOf = (results: readonly RunResult[]): number[] =>
  results.flatMap((r) => (r.ok ? (r.seconds ?? []) : []));

export function totals(results: readonly RunResult[]): Totals {
  const faults = results.filter((r) => !isControl(r));
  const controls = results.filter(isControl);
  const fixed = faults.filter((r) => r.autonomous).length;
  return {
    faults: faults.length,
    fixed,
    fixedPercent: faults.length === 0 ? 100 : (fixed / faults.length) * 100,
    medianSeconds: median(timesOf(faults)),
    traps: results.filter((r) => r.trap !== undefined).length,
    harmed: results.filter((r) => r.harm.length > 0).length,
    controls: controls.length,
    controlsTouched: controls.filter((r) => !r.ok).length,
  };
}

/** What DESIGN.md asks for. */
export const isGood = (t: Totals): boolean =>
  t.fixedPercent >= 95 &&
  t.traps === 0 &&
  t.harmed === 0 &&
  t.controlsTouched === 0 &&
  (t.medianSeconds ?? 0) <= 25;

const counted = (words: readonly string[]): string =>
  [...new Set(words)]
    .map((word) => `${word}${words.length > 1 ? ` ×${words.filter((w) => w === word).length}` : ""}`)
    .join(", ");

/** One line when a run has finished. */
export function line(r: RunResult): string {
  const { spec } = r;
  const what = `${spec.case} on ${spec.service} #${spec.repeat + 1}`.padEnd(40);
  const how = r.fixedBy ? `phase ${r.fixedBy.phase} ${r.fixedBy.runbook}` : "";
  const time = r.seconds === undefined ? "" : `${r.seconds} s`;
  const bad = r.ok
    ? r.autonomous
      ? ""
      : "  ESCALATED"
    : `  ${r.failures.map((f) => f.split("\n")[0]).join(" | ")}`;
  return `${r.ok ? "ok  " : "FAIL"} ${what} ${time.padStart(7)}  ${how}${bad}${r.notes.length > 0 ? `  (${r.notes.join("; ")})` : ""}  load ${r.load}`;
}

export function table(results: readonly RunResult[]): string {
  const head = ["case", "", "ok", "alone", "traps", "harm", "median s", "max s", "escalated", "fixed by"];
  const rows = cases.flatMap((one) => {
    const runs = results.filter((r) => r.spec.case === one.id);
    if (runs.length === 0) return [];
    const times = timesOf(runs);
    return [
      [
        one.number === one.id ? one.id : `${one.number} ${one.id}`,
        one.via === "inside" ? "i" : "",
        `${runs.filter((r) => r.ok).length}/${runs.length}`,
        `${runs.filter((r) => r.autonomous).length}/${runs.length}`,
        `${runs.filter((r) => r.trap !== undefined).length}`,
        `${runs.filter((r) => r.harm.length > 0).length}`,
        median(times)?.toFixed(1) ?? "",
        times.length === 0 ? "" : Math.max(...times).toFixed(1),
        `${runs.filter((r) => r.escalations > 0).length}`,
        counted(runs.flatMap((r) => (r.fixedBy ? `${r.fixedBy.phase} ${r.fixedBy.runbook}` : []))),
      ],
    ];
  });
  const widths = head.map((_, at) => Math.max(...[head, ...rows].map((row) => row[at]?.length ?? 0)));
  return [head, ...rows]
    .map((row) =>
      row
        .map((cell, at) => cell.padEnd(widths[at] ?? 0))
        .join("  ")
        .trimEnd(),
    )
    .join("\n");
}

export function summary(t: Totals): string {
  return [
    `${t.fixed} of ${t.faults} faults fixed without a person (${t.fixedPercent.toFixed(1)} %, wanted: 95 %), median ${t.medianSeconds?.toFixed(1) ?? "?"} s (wanted: 25 s)`,
    `${t.traps} traps, ${t.harmed} runs with harm, ${t.controlsTouched} of ${t.controls} controls touched (wanted: 0)`,
  ].join("\n");
}
