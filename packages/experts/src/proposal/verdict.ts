import { type Action, type FaultClass, NO_HOST, type Verdict } from "@gradus/core";
import { hoggingTarget } from "../evidence/host.ts";
import { failingDependencies } from "../evidence/neighbours.ts";
import type { Evidence } from "../evidence/read.ts";
import { type Blames, familyOf } from "../knowledge/index.ts";

const MAX_CITES = 12;

export interface Opinion {
  expert: string;
  fault: FaultClass;
  action: Action | undefined;
  cites: readonly string[];
  confidence: number;
  reasoning: string;
}

/** Makes a verdict of an opinion: cites only what is there, keeps confidence in 0..0.97 and text in its limits. */
export function toVerdict(evidence: Evidence, opinion: Opinion): Verdict | undefined {
  const known = new Set(evidence.file.observations.map((o) => o.id));
  const cites = [...new Set(opinion.cites)].filter((id) => known.has(id)).slice(0, MAX_CITES);
  if (cites.length === 0) return undefined;
  const family = familyOf(opinion.fault);
  const card = evidence.file.cards.find((c) => c.id === opinion.action?.runbook);
  return {
    expert: opinion.expert,
    component: componentOf(evidence, opinion.fault, family.blames),
    faultClass: opinion.fault,
    cites,
    ...(opinion.action ? { action: opinion.action } : {}),
    predicts:
      (opinion.action ? (card?.predicts ?? family.predicts) : family.withoutAction)?.slice(0, 500) ?? "",
    confidence: Math.min(0.97, Math.max(0, Math.round(opinion.confidence * 1_000) / 1_000)),
    reasoning: opinion.reasoning.slice(0, 2_000),
  };
}

function componentOf(evidence: Evidence, fault: FaultClass, blames: Blames): string {
  switch (blames) {
    case "target":
      return evidence.file.target.id;
    case "host":
      return evidence.file.target.host === NO_HOST ? evidence.file.target.id : "host";
    case "intruder":
      return (fault === "cpu_contention" ? hoggingTarget(evidence)?.target : undefined) ?? "intruder";
    case "dependency":
      return failingDependencies(evidence)[0]?.target ?? evidence.file.target.dependsOn[0] ?? "dependency";
    default:
      return blames satisfies never;
  }
}
