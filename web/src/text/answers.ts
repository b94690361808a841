import type { EscalationView } from "../api/types.ts";
import { person, visible } from "./words.ts";

/** Who answered, and how. */
export function answerWords({ resolution: r }: Pick<EscalationView, "resolution">): string {
  if (!r) return "Nobody has answered yet.";
  const who = visible(person(r.by));
  switch (r.kind) {
    case "human":
      return r.handedBack ? `${who} gave it back to Gradus.` : `${who} dealt with it.`;
    case "approved":
      return `${who} approved it.`;
    case "rejected":
      return `${who} rejected it.`;
    case "cleared":
      return "The detectors saw it gone.";
    case "expired":
      return "Nobody answered in time.";
    default:
      return r.kind satisfies never;
  }
}
