import type { AuditEvent, Observation, Verdict } from "../../api/types.ts";
import { plainly } from "../../text/events.ts";
import { exactly, percent, spaced } from "../../text/words.ts";
import type { Item } from "./item.ts";

/** A verdict as its event has it, with its reasoning where the task still has that. */
interface Said {
  expert: string;
  component: string;
  faultClass: string;
  /** The exact action; undefined for doing nothing. */
  key: string | undefined;
  cites: readonly string[];
  confidence: number;
  words: Pick<Verdict, "predicts" | "reasoning"> | undefined;
}

const saidIn = (verdict: Verdict): Said => ({
  ...verdict,
  key: verdict.action && exactly(verdict.action),
  words: verdict,
});

/** Turns the events of experts into items; it is fed the events in their order. `evidence`: what is shown for each id. */
export function createPanel(kept: readonly Verdict[], evidence: ReadonlyMap<string, Observation>) {
  const told = new Set<Verdict>();
  let round = new Map<string, Said>();

  const whyVoid = ({ cites, key }: Said): string | undefined => {
    const missing = cites.find((id) => !evidence.has(id));
    if (missing !== undefined) return `It cites ${missing}, which is not in the evidence.`;
    return key !== undefined && cites.length === 0 ? "It proposes an action and cites nothing." : undefined;
  };
  const item = (said: Said, id: string, at: number, again = ""): Item => ({
    id,
    at,
    kind: "experts",
    tone: "busy",
    title: `${said.expert}${again}: ${spaced(said.faultClass)} in ${said.component}, ${percent(said.confidence)} sure`,
    exact: said.key,
    lines: [
      said.key === undefined ? "Advises to do nothing." : "",
      said.words?.reasoning ?? "",
      said.words ? `Predicts: ${said.words.predicts}` : "",
    ],
    voided: whyVoid(said),
    // What stands for several is cited once.
    cites: [...new Set(said.cites.map((cite) => evidence.get(cite)?.id ?? cite))].map((id) => ({
      id,
      text: evidence.get(id)?.text,
    })),
  });

  return {
    /** Voices before are of a round that is over. */
    endRound: () => round.clear(),
    verdict({ seq, at, actor, data }: AuditEvent): Item {
      const { action, confidence, cites } = data;
      const expert = actor.replace(/^expert:/, "");
      const said: Said = {
        expert,
        component: plainly(data["component"]),
        faultClass: plainly(data["faultClass"]),
        key: typeof action === "string" ? action : undefined,
        cites: Array.isArray(cites) ? cites.map(String) : [],
        confidence: Number(confidence),
        words: undefined,
      };
      const whole = kept.find(
        (v) => v.expert === expert && saidIn(v).key === said.key && v.confidence === confidence,
      );
      if (whole) told.add(whole);
      said.words = whole;
      round.set(expert, said);
      return item(said, `e${seq}`, at);
    },
    /** The vote; with the last one those who were asked once more after the separating test, of which no other event tells. */
    vote({ seq, at, data }: AuditEvent, isLast: boolean): Item[] {
      const again = isLast ? kept.filter((v) => !told.has(v) && round.has(v.expert)).map(saidIn) : [];
      for (const said of again) round.set(said.expert, said);
      return [
        ...again.map((said) => item(said, `e${seq}-${said.expert}`, at, ", asked once more")),
        {
          id: `e${seq}`,
          at,
          kind: "experts",
          tone: data["kind"] === "agreed" ? "good" : "wait",
          title: `The vote: ${plainly(data["kind"])}, ${percent(Number(data["confidence"]))} sure`,
          lines: [plainly(data["summary"])],
          votes: [...round.values()].map((said) => ({
            expert: said.expert,
            action: said.key,
            confidence: said.confidence,
            voided: whyVoid(said) !== undefined,
          })),
        },
      ];
    },
  };
}
