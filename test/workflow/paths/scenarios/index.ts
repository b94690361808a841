import { faults } from "./faults.ts";
import { people } from "./people.ts";
import { phases } from "./phases.ts";
import { retries } from "./retries.ts";
import { times } from "./times.ts";
import type { Scenario } from "../script.ts";

/** Together they walk every edge of the definition; paths.test.ts says which one is missing when they do not. */
export const scenarios: readonly Scenario[] = [...phases, ...people, ...retries, ...faults, ...times];
