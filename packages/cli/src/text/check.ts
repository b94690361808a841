import type { CheckReport, TargetCheck } from "@gradus/local";
import pc from "picocolors";
import { plural, stateMark } from "./format.ts";

/** What `targets check` found, a paragraph for each target and a last line for all. */
export function checksText({ targets, warnings }: CheckReport): string {
  const wrong = targets.filter((t) => t.state !== "healthy").length;
  const last =
    targets.length === 0
      ? pc.yellow("The file has no targets: nothing would be watched.")
      : wrong === 0
        ? pc.green(`All ${plural(targets.length, "target")} can be seen and are healthy.`)
        : pc.yellow(`${wrong} of ${plural(targets.length, "target")} not healthy, or not to be seen.`);
  return [...warnings.map((w) => `${pc.yellow("!")} ${w}`), ...targets.map(checkText), last].join("\n\n");
}

function checkText(t: TargetCheck): string {
  return [
    `${pc.bold(t.id)}  ${stateMark(t.state)}`,
    ...t.signals.map((s) => `  ${pc.red("▲")} ${s}`),
    ...t.seen.map((s) => `  ${pc.green("✓")} ${s}`),
    ...t.unseen.map((s) => `  ${pc.yellow("!")} ${s}`),
    ...t.hints.map((h) => `  ${pc.dim(h)}`),
    `  ${pc.dim("may do:")} ${may(t)}`,
  ].join("\n");
}

const LEVELS = {
  auto: "by itself",
  approve: "when you approve",
  suggest: "never, only suggests",
  observe: "never, only watches",
} as const;

/** Risk classes with the same level together: "restart-service … when you approve". */
function may(t: TargetCheck): string {
  if (t.runbooks.length === 0) return "nothing: the entry has no manager, controls, files or release";
  const groups = Object.entries(t.autonomy)
    .filter(([risk]) => t.runbooks.some((r) => r.risk === risk))
    .map(([risk, level]) => {
      const ids = t.runbooks.filter((r) => r.risk === risk).map((r) => r.id);
      return `${pc.bold(LEVELS[level])} (${risk}): ${ids.join(", ")}`;
    });
  return groups.join("\n          ");
}
