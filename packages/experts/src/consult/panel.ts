import type { Expert } from "@gradus/core";
import { createAnalyst } from "./analyst.ts";
import { createPractitioner } from "./practitioner.ts";
import { createSceptic } from "./sceptic.ts";

/** Phase 3: three experts, blind to each other, with different evidence and different reasoning. */
export const createPanel = (): Expert[] => [createPractitioner(), createSceptic(), createAnalyst()];
