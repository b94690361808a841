export {
  decide as decideConsensus,
  type Camp,
  type ConsensusOptions,
  type ConsensusResult,
} from "./decide.ts";
export { type VoidVerdict } from "./ballot.ts";
export { separate as separatingTest } from "./separate.ts";
