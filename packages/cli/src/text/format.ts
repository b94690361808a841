import pc from "picocolors";

/** 950 ms, 12 s, 3 min, 2 h, 4 d */
export function duration(ms: number): string {
  if (ms < 1_000) return `${Math.round(ms)} ms`;
  if (ms < 120_000) return `${Math.round(ms / 1_000)} s`;
  if (ms < 7_200_000) return `${Math.round(ms / 60_000)} min`;
  return ms < 172_800_000 ? `${Math.round(ms / 3_600_000)} h` : `${Math.round(ms / 86_400_000)} d`;
}

export const ago = (at: number, now: number): string => `${duration(Math.max(0, now - at))} ago`;

/** Local time with seconds. */
export const clockTime = (at: number): string => new Date(at).toTimeString().slice(0, 8);

const width = (text: string): number => text.replace(/\u001b\[[0-9;]*m/g, "").length;

/** Columns aligned by their widest cell; the last one is left as it is. */
export function table(rows: readonly (readonly string[])[], indent = "  "): string {
  const columns = Math.max(0, ...rows.map((r) => r.length));
  const widths = Array.from({ length: columns }, (_, c) =>
    Math.max(0, ...rows.map((r) => width(r[c] ?? ""))),
  );
  return rows
    .map(
      (row) =>
        indent +
        row
          .map((cell, c) => (c === row.length - 1 ? cell : cell + " ".repeat((widths[c] ?? 0) - width(cell))))
          .join("  "),
    )
    .join("\n");
}

export function stateMark(state: string): string {
  switch (state) {
    case "healthy":
      return pc.green("● healthy");
    case "failing":
      return pc.red("▲ failing");
    default:
      return pc.dim("○ not seen yet");
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
      return pc.dim(status);
  }
}

export const phaseWord = (phase: number): string =>
  ["", "quick fix", "research", "consult", "escalate"][phase] ?? String(phase);
