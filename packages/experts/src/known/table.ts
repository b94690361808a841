import { far } from "./far.ts";
import { near } from "./near.ts";
import { platform } from "./platform.ts";
import type { Known } from "./schema.ts";
import { states } from "./states.ts";

/**
 * Phase 1, from the cause nearest to the farthest: the first line that fits and has an action left decides. What
 * changed and who is in the way come before the generic restart, because a restart that does not help costs 10 s
 * and hides the evidence.
 */
export const knownTable: readonly Known[] = [...near, ...far, ...platform, ...states];
