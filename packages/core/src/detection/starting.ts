import { factsOf } from "../observation/schema.ts";
import type { Target } from "../target/schema.ts";
import type { Look } from "./watcher.ts";

/** Symptoms of what does not answer at all. What answers, however wrongly, has started. */
const SILENT = new Set(["http_unreachable", "http_timeout", "tcp_unreachable"]);

/**
 * Whether a symptom may be no more than a start that is not over: the target's process runs since less than its start period,
 * and does not answer yet. On a busy machine that takes many times what it takes on an idle one.
 */
export const isStarting = (
  target: Target,
  symptom: string,
  look: Pick<Look, "at" | "observations">,
): boolean =>
  SILENT.has(symptom) &&
  factsOf(look.observations, "process").some(({ fact: { running, startedAt } }) => {
    const age = startedAt === undefined ? Infinity : look.at - startedAt;
    return running && age >= 0 && age < target.startPeriodMs;
  });
