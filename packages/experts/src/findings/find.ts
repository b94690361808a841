import type { CaseFile } from "@gradus/core";
import { type LogFinding, logFindings, says } from "../evidence/logs.ts";
import { type Evidence, readEvidence } from "../evidence/read.ts";
import { changeFindings } from "./change.ts";
import { platformFindings } from "./platform.ts";
import { processFindings } from "./process.ts";
import { resourceFindings } from "./resource.ts";
import { serviceFindings } from "./service.ts";

const finders = {
  ...processFindings,
  ...changeFindings,
  ...serviceFindings,
  ...resourceFindings,
  ...platformFindings,
};

/** The closed vocabulary of what can be read from evidence. Knowledge is written in these words. */
export type FindingId = keyof typeof finders | LogFinding;

/** A case file as it was read: the newest facts, and what they show, each with the observations that show it. */
export interface Reading {
  file: CaseFile;
  evidence: Evidence;
  findings: ReadonlyMap<FindingId, readonly string[]>;
}

/** Reads a case file. The result does not depend on the order of its observations. */
export function read(file: CaseFile): Reading {
  const evidence = readEvidence(file);
  const findings = new Map<FindingId, readonly string[]>();
  for (const [id, find] of Object.entries(finders)) {
    const ids = find(evidence);
    if (ids !== undefined && ids.length > 0) findings.set(id as FindingId, ids);
  }
  for (const id of logFindings) {
    const ids = says(evidence, id);
    if (ids.length > 0) findings.set(id, ids);
  }
  return { file, evidence, findings };
}

/** All of these; a list within means any of it. */
export type Clause = FindingId | readonly FindingId[];

/** The observations that meet all clauses, or undefined if one is not met. */
export function meets(reading: Reading, clauses: readonly Clause[]): string[] | undefined {
  const ids: string[] = [];
  for (const clause of clauses) {
    const alternatives = typeof clause === "string" ? [clause] : clause;
    const found = alternatives.flatMap((id) => reading.findings.get(id) ?? []);
    if (found.length === 0) return undefined;
    ids.push(...found);
  }
  return [...new Set(ids)];
}

export const hasAny = (reading: Reading, ids: readonly FindingId[]): boolean =>
  ids.some((id) => reading.findings.has(id));
