/** @jsxImportSource hono/jsx */
import { actionKey, type Escalation, type RunbookCard, timeIn } from "@gradus/core";
import type { Choice } from "../views/escalation.ts";
import { Exact, Said } from "./said.tsx";
import { person } from "./words.ts";

/** Who answered, how and when, in the reader's zone. */
export function answerWords(e: Pick<Escalation, "resolution">, zone: string): string {
  const r = e.resolution;
  if (!r) return "Nobody has answered yet.";
  const at = timeIn(zone, r.at, "second");
  switch (r.kind) {
    case "human":
      return r.handedBack
        ? `${person(r.by)} gave it back to Gradus, ${at}. Gradus looks again.`
        : `${person(r.by)} answered, ${at}.`;
    case "approved":
      return `${person(r.by)} approved, ${at}.`;
    case "rejected":
      return `${person(r.by)} rejected, ${at}.`;
    case "cleared":
      return `The detectors saw it gone, ${at}.`;
    case "expired":
      return `Nobody answered in time; it ended ${at}.`;
    default:
      return r.kind satisfies never;
  }
}

export const Answer = ({ e, zone }: { e: Escalation; zone: string }) => (
  <section class="card" aria-labelledby="answered">
    <h2 id="answered">How it was answered</h2>
    <p>{answerWords(e, zone)}</p>
    {e.resolution?.notes ? (
      <p class="box text">
        <Said text={e.resolution.notes} max={10_000} />
      </p>
    ) : null}
    {e.resolution?.action ? (
      <p>
        Done with: <Exact action={e.resolution.action} />
      </p>
    ) : null}
  </section>
);

export const ResolveFields = ({ choices }: { choices: readonly Choice[] }) => (
  <>
    <label>
      What did you do?
      <textarea name="notes" rows={4} required maxlength={10_000}></textarea>
    </label>
    {choices.length === 0 ? null : (
      <label>
        Was it one of these? <span class="hint">(Gradus learns it, and does not run it now)</span>
        <select name="action">
          <option value="">No, something else</option>
          {choices.map((choice) => (
            <option value={choice.key}>
              {choice.title}: {choice.key}
            </option>
          ))}
        </select>
      </label>
    )}
  </>
);

/** The action in words, and as the key that approval is bound to. */
export const ActionWords = ({ e, card }: { e: Escalation; card: RunbookCard | undefined }) =>
  e.action ? (
    <>
      <p>
        {card ? `${card.title} on ${e.target}. ${card.purpose}` : `${e.action.runbook} on ${e.target}.`}{" "}
        {card ? `It is ${card.risk}, and ${card.undoable ? "can be undone" : "cannot be undone"}.` : ""}
      </p>
      <p class="box exact above">{actionKey(e.action)}</p>
      {card ? <p class="soft small above">Expected: {card.predicts}</p> : null}
    </>
  ) : null;
