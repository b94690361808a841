import type { Baseline, BaselineStore } from "@gradus/core";

/** Keeps baselines in memory. */
export function memoryBaselines(): BaselineStore {
  const kept: Baseline[] = [];
  const of = (target: string): Baseline[] => kept.filter((b) => b.target === target);
  return {
    latest: async (target) => of(target).at(-1),
    save: async (baseline) => void kept.push(baseline),
    list: async (target) => of(target).map(({ generation, takenAt }) => ({ generation, takenAt })),
  };
}

export function counter(): () => string {
  let n = 0;
  return () => `o${(n += 1)}`;
}
