/** How telling a kind of token is: a port held by a stranger says more than a failed check. */
const weights: ReadonlyArray<readonly [prefix: string, weight: number]> = [
  ["log:", 3],
  ["says:", 3],
  ["port:", 3],
  ["state:", 4],
  ["container:", 2],
  ["deployment:", 2.5],
  ["stops:", 3],
  ["calls:", 3],
  ["release:", 2.5],
  ["drift:", 2.5],
  ["certificate:", 2.5],
  ["disk:", 3],
  ["exit:", 2],
  ["usage:", 2],
  ["host:", 2],
  ["metric:", 1.5],
  ["process:", 1.5],
  ["check:", 1],
];

const weightOf = (token: string): number => weights.find(([prefix]) => token.startsWith(prefix))?.[1] ?? 1;
const total = (tokens: Iterable<string>): number =>
  [...tokens].reduce((sum, token) => sum + weightOf(token), 0);

/** What a case cannot do without: a remedy for a release is not for a case without one. */
const ESSENTIAL = /^(release|port|state|drift|container|deployment|stops|calls):/;

/** Weighted Jaccard similarity of two sets of tokens, 0..1 (Jaccard 1912, weights by how telling a token is). */
function similarity(a: readonly string[], b: readonly string[]): number {
  const right = new Set(b);
  const union = total(new Set([...a, ...b]));
  return union === 0 ? 0 : total(new Set(a.filter((token) => right.has(token)))) / union;
}

/** Likeness of a remembered case: none without its essentials, and less if it ended in another way. */
export function likeness(remembered: readonly string[], now: readonly string[]): number {
  const seen = new Set(now);
  if (remembered.some((token) => ESSENTIAL.test(token) && !seen.has(token))) return 0;
  const exits = (tokens: readonly string[]) => tokens.filter((token) => token.startsWith("exit:"));
  const ended = exits(remembered);
  const conflicts = ended.length > 0 && exits(now).length > 0 && !ended.some((token) => seen.has(token));
  return similarity(remembered, now) * (conflicts ? 0.6 : 1);
}
