/** @jsxImportSource hono/jsx */
import { Layout, Lead } from "../page/layout.tsx";
import { Said } from "../page/said.tsx";

interface State {
  recipient: string;
  /** Gets no mail now. */
  left: boolean;
  /** How many others get it. */
  others: number;
  /** Just now: by this very request. */
  done: boolean;
}

/** Whether somebody gets mail, what stops and what does not, and the button for the opposite. */
export const MailLinkPage = (of: State | { recipient: string; late: true }) => {
  if ("late" in of)
    return (
      <Layout title="This link has expired">
        <Lead mark={{ tone: "wait", icon: "–" }} title="This link has expired">
          <p class="text">
            Use the one in a newer message to <Said text={of.recipient} />.
          </p>
        </Lead>
      </Layout>
    );
  const title = titleOf(of);
  return (
    <Layout title={title}>
      <Lead
        mark={of.done ? { tone: "good", icon: "✓" } : { tone: "wait", icon: of.left ? "–" : "?" }}
        title={title}
      >
        <p class="text">
          This is about mail of Gradus to <Said text={of.recipient} />, and about nobody else's.
        </p>
      </Lead>
      <section class="card">{of.left ? <Rejoin others={of.others} /> : <Leave others={of.others} />}</section>
    </Layout>
  );
};

function titleOf({ left, done }: State): string {
  if (left) return done ? "You get no more mail from Gradus" : "You get no mail from Gradus";
  return done ? "You get mail from Gradus again" : "Stop mail from Gradus?";
}

/** What is told to everybody where everybody has stopped mail: see recipientsOf. */
const MUST = "tasks that need somebody, requests for approval, and trouble of Gradus itself";

const Leave = ({ others }: { others: number }) => (
  <form method="post" class="form">
    <p>These stop: reminders, the daily summary, and how something ended.</p>
    <p>
      {others > 0
        ? `First messages about ${MUST} stop as well, as long as somebody else gets them: now ${others === 1 ? "one other person does" : `${others} others do`}. If they stop mail too, these come to all of you again, because nobody else would know.`
        : `First messages about ${MUST} still come: nobody else gets them, and nobody would know. As soon as somebody else does, they stop as well.`}
    </p>
    <button class="danger" name="mail" value="stop">
      Stop mail
    </button>
  </form>
);

const Rejoin = ({ others }: { others: number }) => (
  <form method="post" class="form">
    <p>
      {others > 0
        ? `${others === 1 ? "One other person is" : `${others} others are`} told of ${MUST}. If they stop mail too, that comes to you again, and nothing else does.`
        : `Nobody else gets mail: first messages about ${MUST} still come to you, and nothing else does.`}
    </p>
    <button class="primary" name="mail" value="again">
      Send me mail again
    </button>
  </form>
);
