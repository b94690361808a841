import type { Resolution } from "../escalation/schema.ts";
import type { Action, FaultClass } from "../runbook/schema.ts";
import { learn } from "./learn.ts";
import type { Pattern } from "./schema.ts";
import { patternId, signature, templateAction } from "./signature.ts";

export interface NewPattern {
  software: string;
  symptom: string;
  features: readonly string[];
  action: Action;
  faultClass: FaultClass;
  /** Epoch milliseconds. */
  now: number;
  origin?: Pattern["origin"];
}

/** A pattern without evidence yet; version 0, so that the store creates it only if it is not there. */
export function newPattern(of: NewPattern): Pattern {
  const signed = signature(of);
  return {
    id: patternId(signed, of.action),
    signature: signed,
    software: of.software,
    symptom: of.symptom,
    features: [...of.features],
    action: templateAction(of.action),
    faultClass: of.faultClass,
    successes: 0,
    failures: 0,
    totals: { fixed: 0, symptomOnly: 0, notFixed: 0, notHeld: 0, harm: 0 },
    createdAt: of.now,
    updatedAt: of.now,
    retired: false,
    origin: of.origin ?? "own",
    version: 0,
  };
}

/**
 * What a person's resolution teaches: undefined if it names no action or is no person's doing (cleared, rejected, expired).
 * `verified`: detectors saw the issue gone, which counts as one fix; a mere claim brings only the prior. `existing` is the
 * pattern of the same id, if there is one: it becomes a human's, keeps its evidence, its quarantine if it has one, and its
 * retirement: whoever took it out of use judged it as such, and only promote brings it back.
 */
export function fromHumanResolution(
  of: Omit<NewPattern, "action" | "origin"> & {
    resolution: Resolution;
    verified: boolean;
    existing?: Pattern | undefined;
  },
): Pattern | undefined {
  const { action, kind } = of.resolution;
  if (!action || (kind !== "human" && kind !== "approved")) return undefined;
  const fresh = newPattern({ ...of, action, origin: "human" });
  const base: Pattern = of.existing?.id === fresh.id ? { ...of.existing, origin: "human" } : fresh;
  return of.verified ? learn(base, "fixed", of.now) : base;
}

/** Takes a pattern out of use for good; its record stays. */
export const retire = (pattern: Pattern): Pattern => ({ ...pattern, retired: true });

/** A person vouches for a pattern: it is a human's from now on, and free of retirement, quarantine and probation. Its failures still count. */
export function promote(pattern: Pattern): Pattern {
  const { quarantinedUntil: _quarantine, fixedSinceHarm: _probation, ...rest } = pattern;
  return { ...rest, origin: "human", retired: false };
}
