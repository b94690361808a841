import { actionKey, type Escalation, type RunbookCard } from "@gradus/core";
import type { PropsWithChildren } from "hono/jsx";
import { Ago, Empty, Exact, Form, Layout, Lead, Said } from "./parts.tsx";
import type { Site } from "./site.ts";
import type { Choice } from "../views/escalation.ts";
import { person, utc } from "./words.ts";

export const EscalationsPage = ({
  site,
  open,
  resolved,
  now,
}: {
  site: Site;
  open: readonly Escalation[];
  resolved: readonly Escalation[];
  now: number;
}) => (
  <Layout title="Escalations" here="/escalations" site={site}>
    <h1>Escalations</h1>
    <section id="open" data-live aria-labelledby="open-title">
      <h2 id="open-title">Waiting for a person</h2>
      {open.length === 0 ? <Empty>Nothing waits for anybody.</Empty> : <Cards escalations={open} now={now} />}
    </section>
    <section id="resolved" data-live aria-labelledby="resolved-title">
      <h2 id="resolved-title">Answered</h2>
      {resolved.length === 0 ? <Empty>None yet.</Empty> : <Cards escalations={resolved} now={now} />}
    </section>
  </Layout>
);

const Cards = ({ escalations, now }: { escalations: readonly Escalation[]; now: number }) => (
  <ul class="cards">
    {escalations.map((e) => (
      <li class={`card ${e.status === "resolved" ? "" : e.kind === "help" ? "bad" : "wait"}`}>
        <h3>
          <a href={`/escalations/${e.id}`}>
            <Said text={e.title} />
          </a>
        </h3>
        <p class="small text">
          <Said text={e.summary} max={240} />
        </p>
        <p class="soft small">
          {e.resolution
            ? answerWords(e)
            : `${e.severity}, ${e.kind === "approval" ? "wants approval" : "wants help"}, `}
          {e.resolution ? null : <Ago at={e.openedAt} now={now} />}
        </p>
      </li>
    ))}
  </ul>
);

/** Who answered, how and when. */
export function answerWords(e: Pick<Escalation, "resolution">): string {
  const r = e.resolution;
  if (!r) return "Nobody has answered yet.";
  switch (r.kind) {
    case "human":
      return `${person(r.by)} answered, ${utc(r.at)}.`;
    case "approved":
      return `${person(r.by)} approved, ${utc(r.at)}.`;
    case "rejected":
      return `${person(r.by)} rejected, ${utc(r.at)}.`;
    case "cleared":
      return `The detectors saw it gone, ${utc(r.at)}.`;
    case "expired":
      return `Nobody answered in time; it ended ${utc(r.at)}.`;
    default:
      return r.kind satisfies never;
  }
}

export const EscalationPage = ({
  site,
  e,
  choices,
  card,
  note,
}: {
  site: Site;
  e: Escalation;
  choices: readonly Choice[];
  card: RunbookCard | undefined;
  note: string | undefined;
}) => {
  const open = e.status === "open";
  const mark = !open
    ? { tone: "good" as const, icon: "✓" }
    : e.kind === "help"
      ? { tone: "bad" as const, icon: "!" }
      : { tone: "wait" as const, icon: "?" };
  return (
    <Layout title={e.title} here="/escalations" site={site} note={note}>
      <Lead id="status" live mark={mark} title={e.title}>
        <p class="text">{open ? <Said text={e.summary} /> : answerWords(e)}</p>
        <p>
          <a href={`/tasks/${e.task}`}>The whole story of the task</a>
        </p>
      </Lead>
      <div id="answer" data-live>
        {open ? (
          e.kind === "help" ? (
            <Help site={site} e={e} choices={choices} />
          ) : (
            <Approval site={site} e={e} card={card} />
          )
        ) : (
          <Answer e={e} />
        )}
      </div>
      <Sections e={e} />
    </Layout>
  );
};

export const Answer = ({ e }: { e: Escalation }) => (
  <section class="card" aria-labelledby="answered">
    <h2 id="answered">How it was answered</h2>
    <p>{answerWords(e)}</p>
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

const Help = ({ site, e, choices }: { site: Site; e: Escalation; choices: readonly Choice[] }) => (
  <div class="split">
    <section class="card" aria-labelledby="resolve">
      <h2 id="resolve">It is dealt with</h2>
      <Form site={site} to={`/escalations/${e.id}/resolve`} kind="form">
        <ResolveFields choices={choices} />
        <button class="primary">Resolve</button>
      </Form>
    </section>
    <section class="card" aria-labelledby="back">
      <h2 id="back">Or give it back</h2>
      <p>
        Gradus looks again and starts over, without what was tried already. Good after you have changed
        something.
      </p>
      <Form site={site} to={`/escalations/${e.id}/hand-back`} kind="form above">
        <label>
          Notes <span class="hint">(if you like)</span>
          <input type="text" name="notes" maxlength={2000} />
        </label>
        <button>Give it back</button>
      </Form>
    </section>
  </div>
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

const Approval = ({ site, e, card }: { site: Site; e: Escalation; card: RunbookCard | undefined }) => (
  <section class="card" aria-labelledby="approve">
    <h2 id="approve">What will be run, exactly this, once</h2>
    <ActionWords e={e} card={card} />
    <div class="actions above">
      <Form site={site} to={`/escalations/${e.id}/approve`} fields={{ notes: "" }}>
        <button class="primary">Approve, and run it</button>
      </Form>
      <Form site={site} to={`/escalations/${e.id}/reject`} fields={{ notes: "" }}>
        <button class="danger">Reject</button>
      </Form>
    </div>
    {e.expiresAt === undefined ? null : <p class="soft small above">The request ends {utc(e.expiresAt)}.</p>}
  </section>
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

export const Sections = ({ e }: { e: Escalation }) => (
  <>
    {e.sections.map((s) => (
      <Part heading={s.heading} folded={s.heading === "Evidence"}>
        <ul class={s.heading === "Evidence" ? "plain exact" : "plain"}>
          {s.lines.map((line) => (
            <li>
              <Said text={line} />
            </li>
          ))}
        </ul>
      </Part>
    ))}
  </>
);

const Part = ({ heading, folded, children }: PropsWithChildren<{ heading: string; folded: boolean }>) => (
  <section>
    <h2>{heading}</h2>
    {folded ? (
      <details>
        <summary>Show</summary>
        {children}
      </details>
    ) : (
      children
    )}
  </section>
);
