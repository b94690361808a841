import type { Observation, Signal } from "@gradus/core";
import { symptomOf } from "@gradus/core";

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
      return true;
    case "process":
      return fact.unknown === undefined;
    case "note":
      return fact.topic === "log_read";
    case "host":
    case "log_state":
    case "metric_state":
    case "drift":
    case "port":
    case "release":
    case "dependency":
      return false;
    default:
      return fact satisfies never;
  }
}

/** No signal of hard impact, and something was seen: zero evidence is not health. */
export const isHealthy = (observations: readonly Observation[], signals: readonly Signal[]): boolean =>
  observations.some(isEvidence) && signals.every(({ symptom }) => symptomOf(symptom).impact !== "hard");
