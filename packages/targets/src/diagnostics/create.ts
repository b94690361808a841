import {
  messageOf,
  redact,
  type DiagnosticId,
  type Diagnostics,
  type Observation,
  type Target,
} from "@gradus/core";
import type { DiagnosticsOptions, Finding } from "./context.ts";
import { diagnoseHost } from "./host.ts";
import { diagnoseHttp } from "./http.ts";
import { diagnoseLogs } from "./logs.ts";
import { diagnosePorts } from "./ports.ts";
import { diagnoseProcess } from "./process.ts";
import { diagnoseRelease } from "./release.ts";
import { askWhose, type Whose } from "./whose.ts";

/** The read-only diagnostics of a target, run side by side. */
export function createDiagnostics(options: DiagnosticsOptions): Diagnostics {
  const observe = (target: Target, { text, fact }: Finding): Observation => ({
    id: options.ids(),
    source: "diagnostic",
    target: target.id,
    at: options.clock.now(),
    text: redact(text, 2_000),
    fact,
  });

  const drift = async (target: Target): Promise<Observation[]> => {
    const baseline = await options.baselines.latest(target.id);
    if (baseline) return options.baseliner.drift(target, baseline);
    const fact = { kind: "note" as const, topic: "baseline", value: "none" };
    return [observe(target, { text: "there is no baseline to compare with yet", fact })];
  };

  const one = async (
    target: Target,
    id: DiagnosticId,
    whose: () => Promise<Whose>,
  ): Promise<Observation[]> => {
    const all = (findings: Finding[]): Observation[] => findings.map((finding) => observe(target, finding));
    switch (id) {
      case "drift":
        return drift(target);
      case "release":
        return all(await diagnoseRelease(options, target));
      case "ports":
        return all(await diagnosePorts(options, target, whose));
      case "process":
        return all(await diagnoseProcess(options, target));
      case "host":
        return all(await diagnoseHost(options, target, whose));
      case "logs":
        return all(await diagnoseLogs(options, target));
      case "http_repeat":
        return all(await diagnoseHttp(options, target));
      default:
        return never(id);
    }
  };

  return {
    run: async (target, which) => {
      let asked: Promise<Whose> | undefined;
      const whose = (): Promise<Whose> => (asked ??= askWhose(options, options.host(target.host), target));
      const results = await Promise.all(
        [...new Set(which)].map((id) =>
          one(target, id, whose).catch((error: unknown) => {
            const value = redact(messageOf(error), 300);
            const fact = { kind: "note" as const, topic: `diagnostic:${id}`, value };
            return [observe(target, { text: `the diagnostic "${id}" failed: ${value}`, fact })];
          }),
        ),
      );
      return results.flat();
    },
  };
}

function never(value: never): never {
  throw new RangeError(`unknown diagnostic ${String(value)}`);
}
