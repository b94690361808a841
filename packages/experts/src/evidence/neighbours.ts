import { compare, type Evidence } from "./read.ts";

/** Something the target depends on that is not healthy, and the observations that show it. */
export interface FailingDependency {
  target: string;
  symptom: string | undefined;
  ids: string[];
}

/** What the target depends on and is not healthy, by name. */
export function failingDependencies(evidence: Evidence): FailingDependency[] {
  const { file, dependencies } = evidence;
  const isUpstream = (n: { target: string; direction: string }) =>
    n.direction === "upstream" || file.target.dependsOn.includes(n.target);
  const found = new Map<string, FailingDependency>();
  for (const n of file.neighbours) {
    if (n.healthy || !isUpstream(n)) continue;
    found.set(n.target, { target: n.target, symptom: n.symptom, ids: [] });
  }
  for (const { id, fact } of dependencies) {
    if (fact.healthy || !isUpstream(fact)) continue;
    found.set(fact.target, { target: fact.target, symptom: fact.symptom, ids: [id] });
  }
  return [...found.values()].sort((a, b) => compare(a.target, b.target));
}

/** Those that depend on the target and fail too: it is upstream of their trouble. */
export const failingDependents = (evidence: Evidence): string[] =>
  evidence.file.neighbours
    .filter(
      (n) => !n.healthy && n.direction === "downstream" && !evidence.file.target.dependsOn.includes(n.target),
    )
    .map((n) => n.target)
    .sort(compare);

/** The dependencies that a health page's text calls failing. */
export const blames = (evidence: Evidence, text: string): string[] =>
  evidence.file.target.dependsOn.filter((name) =>
    // A target's id has only letters, digits and dashes, so it needs no escaping.
    new RegExp(`\\b${name}\\b[^}]{0,80}(fail|unavailable|no answer|refused|down|timed? ?out)`, "i").test(
      text,
    ),
  );
