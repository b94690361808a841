import type { Seen, Sightings } from "@gradus/core";

/** What detection has seen of targets. */
export interface Board extends Sightings {
  of(target: string): Seen | undefined;
}
