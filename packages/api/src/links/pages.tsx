/** @jsxImportSource hono/jsx */
import type { Escalation, RunbookCard, Task } from "@gradus/core";
import type { PropsWithChildren } from "hono/jsx";
import { ActionWords, Answer, answerWords, ResolveFields } from "../page/answer.tsx";
import { Layout, Lead } from "../page/layout.tsx";
import { Said } from "../page/said.tsx";
import type { LinkPurpose } from "../ports.ts";
import type { Choice } from "../views/escalation.ts";

/** What a signed link shows: exactly what will happen, and a button. Opening it does nothing. */
export const AskPage = ({
  e,
  task,
  purpose,
  recipient,
  zone,
  card,
  choices,
}: {
  e: Escalation;
  task: Task | undefined;
  purpose: LinkPurpose;
  recipient: string;
  zone: string;
  card: RunbookCard | undefined;
  choices: readonly Choice[];
}) => (
  <Layout title={titleOf(purpose, e)} zone={zone}>
    <Lead mark={{ tone: "wait", icon: "?" }} title={titleOf(purpose, e)}>
      <p class="text">
        <Said text={task?.title ?? e.summary} />. You answer as {recipient}.
      </p>
    </Lead>
    <section class="card">
      <form method="post" class="form">
        <Asked purpose={purpose} e={e} card={card} choices={choices} />
      </form>
    </section>
    <section>
      <h2>Why it comes to you</h2>
      <p class="text">
        <Said text={e.summary} max={4_000} />
      </p>
    </section>
  </Layout>
);

function titleOf(purpose: LinkPurpose, e: Escalation): string {
  switch (purpose) {
    case "resolve":
      return `Resolve: ${e.title}`;
    case "approve":
      return `Approve this on ${e.target}?`;
    case "reject":
      return `Reject this on ${e.target}?`;
    default:
      return purpose satisfies never;
  }
}

const Asked = ({
  purpose,
  e,
  card,
  choices,
}: {
  purpose: LinkPurpose;
  e: Escalation;
  card: RunbookCard | undefined;
  choices: readonly Choice[];
}) => {
  switch (purpose) {
    case "resolve":
      return (
        <>
          <p>
            This closes the task with your words. Gradus runs nothing because of it, and opens a new task if
            the detectors still see a fault.
          </p>
          <ResolveFields choices={choices} />
          <button class="primary">Resolve</button>
        </>
      );
    case "approve":
      return (
        <>
          <div>
            <p class="under">Gradus will run exactly this, once:</p>
            <ActionWords e={e} card={card} />
          </div>
          <Notes />
          <button class="primary">Approve, and run it</button>
        </>
      );
    case "reject":
      return (
        <>
          <div>
            <p class="under">
              Gradus will not run this on the task, neither now nor later; people take over:
            </p>
            <ActionWords e={e} card={card} />
          </div>
          <Notes />
          <button class="danger">Reject</button>
        </>
      );
    default:
      return purpose satisfies never;
  }
};

const Notes = () => (
  <label>
    Notes <span class="hint">(if you like)</span>
    <input type="text" name="notes" maxlength={2000} />
  </label>
);

/** After the answer, and for links that come too late. */
export const DonePage = ({ e, zone, late }: { e: Escalation; zone: string; late?: string | undefined }) => (
  <Layout title={e.title} zone={zone}>
    <Lead
      mark={late === undefined ? { tone: "good", icon: "✓" } : { tone: "wait", icon: "–" }}
      title={late ?? "Thank you, your answer counts"}
    >
      <p>{answerWords(e, zone)}</p>
    </Lead>
    {e.resolution && (e.resolution.notes !== "" || e.resolution.action) ? <Answer e={e} zone={zone} /> : null}
  </Layout>
);

export const NoLink = ({ children }: PropsWithChildren) => (
  <Layout title="This link is not good">
    <Lead mark={{ tone: "bad", icon: "✗" }} title="This link is not good">
      <p>{children}</p>
    </Lead>
  </Layout>
);
