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

const Leave = ({ others }: { others: number }) => (
  <form method="post" class="form">
    <p>These stop: reminders, the daily summary, how something ended, and problems of Gradus itself.</p>
    <p>
      {others > 0
        ? `Tasks that need somebody, and requests for approval, come to you no more either, as long as somebody else gets them: now ${others === 1 ? "one other person does" : `${others} others do`}. If they stop mail too, these come to all of you again, because nobody else would know.`
        : "The first message about a task that needs somebody, and requests for approval, still come: nobody else gets them, and nobody would know. As soon as somebody else does, they stop as well."}
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
        ? `Tasks that need somebody are told to ${others === 1 ? "one other person" : `${others} others`}. If they stop mail too, these come to you again, and nothing else does.`
        : "Nobody else gets mail: the first message about a task that needs somebody, and requests for approval, still come to you, and nothing else does."}
    </p>
    <button class="primary" name="mail" value="again">
      Send me mail again
    </button>
  </form>
);
