import pc from "picocolors";
import { width } from "./width.ts";

/** 950 ms, 12 s, 3 min, 2 h, 4 d */
export function duration(ms: number): string {
  if (ms < 1_000) return `${Math.max(0, Math.round(ms))} ms`;
  if (ms < 120_000) return `${Math.round(ms / 1_000)} s`;
  if (ms < 7_200_000) return `${Math.round(ms / 60_000)} min`;
  return ms < 172_800_000 ? `${Math.round(ms / 3_600_000)} h` : `${Math.round(ms / 86_400_000)} d`;
}

/** Under a second is now: nobody reads milliseconds of the past. */
export const ago = (at: number, now: number): string =>
  now - at < 1_000 ? "just now" : `${duration(now - at)} ago`;

/** Local time with seconds. */
export const clockTime = (at: number): string => new Date(at).toTimeString().slice(0, 8);

export const plural = (n: number, one: string, many = `${one}s`): string => `${n} ${n === 1 ? one : many}`;

/** Columns aligned by their widest cell; the last one is left as it is. */
export function table(rows: readonly (readonly string[])[], indent = ""): string {
  const columns = Math.max(0, ...rows.map((r) => r.length));
  const widths = Array.from({ length: columns }, (_, c) =>
    Math.max(0, ...rows.map((r) => width(r[c] ?? ""))),
  );
  return rows
    .map((row) => (indent + row.map((cell, c) => padded(cell, widths[c])).join("  ")).trimEnd())
    .join("\n");
}

const padded = (cell: string, columns = 0): string => cell + " ".repeat(Math.max(0, columns - width(cell)));

export function stateMark(state: string): string {
  switch (state) {
    case "healthy":
      return pc.green("● healthy");
    case "failing":
      return pc.red("▲ failing");
    default:
      return pc.dim("○ unknown");
  }
}

export function statusMark(status: string): string {
  switch (status) {
    case "fixed":
    case "resolved":
    case "cleared":
      return pc.green(`✓ ${status}`);
    case "awaiting_human":
      return pc.red("! needs you");
    case "awaiting_approval":
      return pc.yellow("? needs approval");
    case "working":
      return pc.yellow("… working");
    default:
      return pc.dim(`· ${status}`);
  }
}

export const phaseWord = (phase: number): string =>
  ["", "quick fix", "research", "consult", "escalate"][phase] ?? String(phase);
