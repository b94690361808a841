import type { Json, JsonObject } from "./json.ts";
import type { Random } from "./random.ts";

/** What an expression is evaluated against: `$`, `$$`, and the randomness that some intrinsics need. */
export interface Scope {
  readonly data: Json;
  readonly context: () => JsonObject;
  readonly random: Random;
}

/** A compiled expression. Throws StateFailure. */
export type Read<T = Json> = (scope: Scope) => T;
