import type { Contribution, Hypothesis } from "./score.ts";

/** A sentence or two on why the first hypothesis leads and which others were ruled out, and by what. */
export function explain([first, ...others]: readonly Hypothesis[]): string {
  if (!first) return "";
  const share = Math.round(first.probability * 100);
  const lead = `${first.family.explains} (${first.family.fault}, ${share} %). For it: ${list(first, 1)}.`;
  const against = list(first, -1);
  const ruledOut = others
    .filter((h) => h.cites.length > 0)
    .slice(0, 4)
    .map((h) => `${h.family.fault} (${list(h, -1) || "weaker evidence"})`);
  return [
    lead,
    against ? `Against it: ${against}.` : "",
    ruledOut.length > 0 ? `Ruled out: ${ruledOut.join("; ")}.` : "",
  ]
    .filter((part) => part !== "")
    .join(" ");
}

function list(h: Hypothesis, sign: 1 | -1): string {
  return h.contributions
    .filter((c) => Math.sign(c.logOdds) === sign)
    .slice(0, 4)
    .map(show)
    .join(", ");
}

const show = ({ of, logOdds }: Contribution): string =>
  `${of.replaceAll("_", " ")} ${logOdds > 0 ? "+" : "−"}${Math.abs(logOdds).toFixed(1)}`;
