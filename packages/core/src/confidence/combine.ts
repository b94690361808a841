/** What speaks for a proposal, each 0..1; what is not known is left out and does not count either way. */
export interface ConfidenceParts {
  /** Share of a full panel that wants this action and names this cause. */
  agreement?: number | undefined;
  /** How well it rests on evidence: see groundingOf. Zero evidence makes the whole zero. */
  grounding: number;
  /** Expected success rate of the learned pattern. */
  record?: number | undefined;
  /** How well the evidence fits: similarity to the pattern's cases, or what the expert itself is sure of. */
  match?: number | undefined;
}

const WEIGHTS = { agreement: 0.3, grounding: 0.2, record: 0.3, match: 0.2 } as const;

/**
 * One number out of the parts: their weighted geometric mean (a logarithmic opinion pool, Genest & Zidek 1986), over the
 * parts that are known. It rises with every part, lies between the weakest and the strongest, and is 0 if any part is 0: one
 * good part cannot buy off a missing one. What it is worth is measured afterwards: see reliability and calibrate.
 */
export function confidenceOf(parts: ConfidenceParts): number {
  let sum = 0;
  let weights = 0;
  for (const name of ["agreement", "grounding", "record", "match"] as const) {
    const value = parts[name];
    if (value === undefined) continue;
    const share = clamp(value);
    if (share === 0) return 0;
    sum += WEIGHTS[name] * Math.log(share);
    weights += WEIGHTS[name];
  }
  return clamp(Math.exp(sum / weights));
}

/**
 * How well a proposal rests on the evidence it cites: share of the citations that check out, times n / (n + 1/4) for n of
 * them. One sound observation gives 0.8, two 0.89, none 0.
 */
export function groundingOf(cites: readonly string[], evidence: ReadonlySet<string>): number {
  const cited = new Set(cites);
  const sound = [...cited].filter((id) => evidence.has(id)).length;
  return sound === 0 ? 0 : (sound / cited.size) * (sound / (sound + 0.25));
}

/** Not a number counts as nothing. */
const clamp = (value: number): number => (value > 0 ? Math.min(1, value) : 0);
