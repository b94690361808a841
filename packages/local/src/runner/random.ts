import { randomInt, randomUUID } from "node:crypto";

/** Randomness as the runner sees it: jitter and States.MathRandom; task tokens and States.UUID. */
export interface Random {
  /** In [0, 1). */
  fraction(): number;
  /** A v4 UUID that cannot be guessed. */
  uuid(): string;
}

export const systemRandom: Random = {
  fraction: () => randomInt(2 ** 47) / 2 ** 47,
  uuid: () => randomUUID(),
};
