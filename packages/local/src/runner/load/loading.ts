import type { Json } from "../json.ts";
import type { Flow } from "./machine.ts";
import type { Place } from "./problem.ts";

/** A transition that a definition names, checked once all states of its flow are known. */
export interface Edge {
  readonly from: string;
  readonly to: string;
  readonly place: Place;
}

/** What the loaders of single states need from the load of the machine. */
export interface Loading {
  readonly resources: ReadonlySet<string>;
  readonly edges: Edge[];
  /** Loads a nested flow (a branch, an ItemProcessor) from what is left of its object. */
  readonly loadFlow: (place: Place, value: Json | undefined, kind: "branch" | "processor") => Flow;
}
