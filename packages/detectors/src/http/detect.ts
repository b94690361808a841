import type { Detector, FactOf, SymptomId } from "@gradus/core";
import { factsOf } from "@gradus/core";
import { isStoppedOnPurpose, signalOf } from "../shared/signal.ts";

type CheckFact = FactOf<"check">;

/** The symptom a check's outcome shows; undefined for a good one. */
function symptomOfCheck(fact: CheckFact): SymptomId | undefined {
  if (fact.outcome === "ok") return undefined;
  switch (fact.type) {
    case "command":
      return "check_failed";
    case "tcp":
      return "tcp_unreachable";
    case "http":
      return httpSymptom(fact.outcome);
    default:
      return fact.type satisfies never;
  }
}

function httpSymptom(outcome: Exclude<CheckFact["outcome"], "ok">): SymptomId {
  switch (outcome) {
    case "refused":
    case "unreachable":
      return "http_unreachable";
    case "timeout":
    case "error": // It hung up without an answer.
      return "http_timeout";
    case "status":
      return "http_status";
    case "body":
    case "protocol": // What it answered is not even HTTP.
    case "exit":
      return "http_body";
    case "slow":
      return "http_slow";
    case "redirect":
      return "http_redirect_loop";
    case "too_large":
      return "http_too_large";
    case "tls":
      return "http_tls";
    default:
      return outcome satisfies never;
  }
}

/** One signal for each failed check. Has no memory: damping is confirm's. */
export const httpDetector: Detector<null> = {
  source: "http",
  initial: () => null,
  detect: ({ target, observations, now }) => {
    if (isStoppedOnPurpose(observations)) return { state: null, signals: [] };
    const signals = factsOf(observations, "check")
      .filter((seen) => seen.source === "http")
      .flatMap((seen) => {
        const symptom = symptomOfCheck(seen.fact);
        return symptom ? [signalOf(target, symptom, now, seen.text, [seen], { key: seen.fact.check })] : [];
      });
    return { state: null, signals };
  },
};
