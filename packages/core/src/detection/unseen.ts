import type { Target } from "../target/schema.ts";

/** When targets were seen last, and the looks that failed since. */
export interface Sightings {
  of(target: string): { at: number } | undefined;
  /** Looks that failed, on end: when the first was, and why the last did. */
  missed(target: string): { since: number; why: string } | undefined;
}

export interface Unseen {
  /** The last moment at which it was seen, or at which the first look failed: epoch ms. */
  since: number;
  /** Why the last look failed, where that is known. */
  why?: string;
}

/** So many looks in a row are missing before what was seen before them is not how it is. */
const LATE_LOOKS = 3;
/** A busy machine, or a schedule, may be late by so much. */
const LATE_MS = 60_000;
/** What lasts so long, and so many looks, is a problem of Gradus: it is blind. */
const LASTING_LOOKS = 10;
const LASTING_MS = 10 * 60_000;
const NAMED = 5;

/** That a target is not seen any more, though it should be; undefined: it is, or nobody has tried yet. */
export function unseenOf(
  sightings: Sightings,
  { id, intervalMs }: Pick<Target, "id" | "intervalMs">,
  now: number,
): Unseen | undefined {
  const missed = sightings.missed(id);
  const since = sightings.of(id)?.at ?? missed?.since;
  if (since === undefined || now - since <= Math.max(LATE_LOOKS * intervalMs, LATE_MS)) return undefined;
  return { since, ...(missed ? { why: missed.why } : {}) };
}

/** One sentence about all targets that have not been seen for long: Gradus is unwell. Undefined: there is none. */
export function blindness(
  sightings: Sightings,
  targets: ReadonlyArray<Pick<Target, "id" | "intervalMs">>,
  now: number,
): string | undefined {
  const blind = targets.filter((target) => {
    const lasts = Math.max(LASTING_LOOKS * target.intervalMs, LASTING_MS);
    const unseen = unseenOf(sightings, target, now);
    return unseen !== undefined && now - unseen.since > lasts;
  });
  if (blind.length === 0) return undefined;
  const names = blind.slice(0, NAMED).map(({ id }) => id);
  const more = blind.length > NAMED ? ` and ${blind.length - NAMED} more` : "";
  return `Gradus has not been able to look at ${names.join(", ")}${more} for ten minutes and longer: faults there go unnoticed. Their pages and the log say why.`;
}
