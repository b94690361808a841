import type { Observation, Signal } from "@gradus/core";
import { factsOf, symptomOf } from "@gradus/core";

/** Whether an observation shows something of the target itself: notes, failures to look and the host around it do not. */
function isEvidence({ fact }: Observation): boolean {
  switch (fact.kind) {
    case "check":
    case "usage":
    case "disk":
    case "certificate":
    case "log":
    case "metric":
    case "error_rate":
    case "container":
    case "deployment":
    case "stops":
    case "calls":
      return true;
    case "process":
      return fact.unknown === undefined;
    case "alarm":
      return fact.state !== "insufficient";
    case "note":
      return fact.topic === "log_read";
    case "host":
    case "log_state":
    case "metric_state":
    case "capacity":
    case "drift":
    case "port":
    case "release":
    case "dependency":
      return false;
    default:
      return fact satisfies never;
  }
}

/** What is still being brought up has proven nothing: neither that a repair has worked, nor that its version is a good one. */
const isComingUp = (observations: readonly Observation[]): boolean =>
  factsOf(observations, "deployment").some(
    ({ fact }) => fact.rollout === "in_progress" && fact.running < fact.desired,
  );

/** A health check that could not be made leaves open what it would have shown. */
const isUnchecked = ({ fact }: Observation): boolean =>
  fact.kind === "note" && fact.topic.startsWith("check_unknown");

/** No signal of hard impact, and something was seen that has come to rest: zero evidence is not health. */
export const isHealthy = (observations: readonly Observation[], signals: readonly Signal[]): boolean =>
  observations.some(isEvidence) &&
  !observations.some(isUnchecked) &&
  !isComingUp(observations) &&
  signals.every(({ symptom }) => symptomOf(symptom).impact !== "hard");
