import type { AuditEvent, Observation } from "../../api/types.ts";
import type { Tone } from "../../text/words.ts";

/** What a reader may narrow the timeline to. */
export const kinds = ["evidence", "experts", "actions", "people"] as const;
export type Kind = (typeof kinds)[number];

/** Something that a verdict rests on; without an observation of that id it is void. */
export interface Cite {
  id: string;
  text: string | undefined;
}

export interface Vote {
  expert: string;
  /** The exact action; undefined for doing nothing. */
  action: string | undefined;
  confidence: number;
  voided: boolean;
}

/** One thing of a task's story. What it has beyond words is shown after them, in this order. */
export interface Item {
  /** Its anchor: one can link to it. */
  id: string;
  at: number;
  /** A phase is a divider, and belongs to no kind. */
  kind: Kind | "phase";
  tone: Tone;
  title: string;
  /** An action, to the letter. */
  exact?: string | undefined;
  lines: readonly string[];
  /** Why it does not count. */
  voided?: string | undefined;
  cites?: readonly Cite[] | undefined;
  votes?: readonly Vote[] | undefined;
  steps?: ReadonlyArray<{ name: string; ok: boolean; output: string; ms: number }>;
  checks?: ReadonlyArray<{ ok: boolean; text: string }>;
  observations?: readonly Observation[] | undefined;
}

export const anchorOf = (observation: string): string => `o-${observation}`;

const KINDS: Readonly<Record<string, Kind>> = {
  "task.escalated": "people",
  "approval.requested": "people",
  "mail.sent": "people",
  "consensus.reached": "experts",
};

/** Where an event belongs: by what it is, else by who did it. */
export function kindOf({ type, actor }: Pick<AuditEvent, "type" | "actor">): Kind {
  const known = KINDS[type];
  if (known) return known;
  if (actor.startsWith("detector:")) return "evidence";
  if (actor.startsWith("expert:")) return "experts";
  return actor.startsWith("human:") ? "people" : "actions";
}
