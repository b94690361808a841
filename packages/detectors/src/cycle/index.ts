export { cycle, initialCycle, type Cycled, type CycleMemory } from "./cycle.ts";
