import {
  parseTarget,
  type Fact,
  type Observation,
  type Source,
  type StateStore,
  type Target,
} from "@gradus/core";

let next = 0;
export const ids = (): string => `o${(next += 1)}`;

export const targetOf = (input: Partial<Parameters<typeof parseTarget>[0]> = {}): Target =>
  parseTarget({ id: "shop", ...input });

export const seen = (source: Source, fact: Fact, at = 0): Observation => ({
  id: ids(),
  source,
  target: "shop",
  at,
  text: fact.kind,
  fact,
});

/** A state store in memory that goes through JSON, as a real one does. */
export function memoryState(): StateStore & { saved: Map<string, string> } {
  const saved = new Map<string, string>();
  return {
    saved,
    get: async (name) => (saved.has(name) ? JSON.parse(saved.get(name) ?? "null") : undefined),
    put: async (name, value) => void saved.set(name, JSON.stringify(value)),
  };
}
