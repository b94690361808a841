import type { Action } from "../runbook/schema.ts";
import { actionKey } from "../runbook/schema.ts";
import { slug } from "./slug.ts";

/** Stands for a value that every case brings its own of. */
export const EVIDENCE = "$evidence";

/** Parameters that name this case's process, file, variable or version; all others (nice, level, mode) are part of what was learned. */
const CASE_SPECIFIC = new Set([
  "pid",
  "startedAt",
  "path",
  "file",
  "name",
  "key",
  "to",
  "from",
  "version",
  "value",
  "port",
  "table",
  "role",
  "session",
  "container",
]);

/** Tokens that come and go between two looks at one fault: shown and compared, but no part of a signature. */
const PASSING = /^(usage:|dependent:|host:memory-high$|log:flood$|metrics:)/;
const MOST_FEATURES = 16;

/** The kind of case, as text: software/symptom/sorted features. Equal for like cases on any target, and at most about 1 KB. */
export function signature(of: { software: string; symptom: string; features: readonly string[] }): string {
  const lasting = [...new Set(of.features)].filter((token) => !PASSING.test(token)).sort();
  return `${slug(of.software)}/${slug(of.symptom)}/${lasting.slice(0, MOST_FEATURES).join("+")}`;
}

/** One pattern per signature and action, whatever the action's case-specific parameters. */
export const patternId = (signature: string, action: Action): string =>
  `${signature}|${actionKey(templateAction(action))}`;

/** The action with the parameters that belong to one case replaced by "$evidence". Templating twice changes nothing. */
export function templateAction(action: Action): Action {
  const params = Object.entries(action.params).map(
    ([name, value]) => [name, CASE_SPECIFIC.has(name) ? EVIDENCE : value] as const,
  );
  return { runbook: action.runbook, params: Object.fromEntries(params) };
}

/** The one candidate that a template stands for. None, or several that differ: undefined, because a guess is not a fix. */
export function fillAction(template: Action, candidates: readonly Action[]): Action | undefined {
  const fitting = new Map(
    candidates.filter((candidate) => fits(template, candidate)).map((c) => [actionKey(c), c]),
  );
  return fitting.size === 1 ? [...fitting.values()][0] : undefined;
}

function fits(template: Action, candidate: Action): boolean {
  if (template.runbook !== candidate.runbook) return false;
  const names = Object.keys(template.params);
  if (names.length !== Object.keys(candidate.params).length) return false;
  return names.every((name) => {
    const wanted = template.params[name];
    const given = candidate.params[name];
    return given !== undefined && (wanted === EVIDENCE || wanted === given);
  });
}

/** How alike two cases are, 0..1: shared tokens over all tokens (Jaccard 1901). Two cases without tokens are alike. */
export function similarity(a: readonly string[], b: readonly string[]): number {
  const left = new Set(a);
  const right = new Set(b);
  const all = new Set([...left, ...right]);
  if (all.size === 0) return 1;
  return [...left].filter((token) => right.has(token)).length / all.size;
}
