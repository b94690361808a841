import { useQuery } from "@tanstack/react-query";
import { type ReactNode, useState } from "react";
import type { AnsweredView, EscalationView } from "../../api/types.ts";
import { type Client, told } from "../../api/client.ts";
import { useApi } from "../../api/use-api.ts";
import { useChange } from "../../api/use-change.ts";
import { useWho } from "../../api/use-who.ts";
import { answerWords } from "../../text/answers.ts";
import { exactly } from "../../text/words.ts";
import { Note } from "../../ui/parts.tsx";
import { Said } from "../../ui/said.tsx";
import { When } from "../../ui/when.tsx";
import { useToasts } from "../../ui/toasts.tsx";
import { Approve } from "./approve.tsx";
import { Asked } from "./asked.tsx";
import type { KeptWords } from "./kept-words.ts";
import { NoteButton } from "./note.tsx";
import { Resolve } from "./resolve.tsx";

type Of = Client["escalations"][":id"];
export type Answer =
  | { verb: "approve" | "reject" | "hand-back"; notes: string }
  | { verb: "resolve"; notes: string; action?: EscalationView["action"] };

/** What the answer to a form is made with. The words are kept by the page, whatever happens to the form. */
export interface AnswerProps {
  words: string;
  onWords: (words: string) => void;
  onAnswer: (answer: Answer) => void;
  busy: boolean;
  /** Why the reader may not answer. */
  barred: string | undefined;
  /** What can be done with the words besides: the last and quietest button. */
  note: ReactNode;
}

async function send(of: Of, id: string, answer: Answer): Promise<AnsweredView> {
  const param = { id };
  const { notes } = answer;
  if (answer.verb !== "resolve") return told(of[answer.verb].$post({ param, json: { notes } }));
  const { action } = answer;
  return told(of.resolve.$post({ param, json: { notes, ...(action ? { action } : {}) } }));
}

/** What waits for a person, and everything that is needed to answer it. */
export const AnswerBox = ({
  escalation,
  words,
  onWords,
  onSent,
}: KeptWords & { escalation: EscalationView }) => {
  const { client, queries } = useApi();
  const { data } = useQuery(queries.escalation(escalation.id));
  const { may, role } = useWho();
  const { say } = useToasts();
  const [late, setLate] = useState<EscalationView>();
  const { run, busy, problem } = useChange({
    do: (answer: Answer) => send(client.escalations[":id"], escalation.id, answer),
    said: ({ first }) => (first ? "Your answer was taken." : undefined),
    done({ first, escalation: answered }, { notes }) {
      if (first) return onSent(notes);
      setLate(answered);
      say(`Somebody was first: ${answerWords(answered)} That answer stands.`, "wait");
    },
  });
  if (escalation.status !== "open" || late) {
    const { resolution } = late ?? escalation;
    return (
      <Note tone={late ? "wait" : "good"}>
        {late ? "Somebody was first, " : "Answered "}
        {resolution ? <When at={resolution.at} /> : null}: {answerWords({ resolution })}
        {resolution?.notes ? (
          <>
            {" "}
            “<Said text={resolution.notes} />”
          </>
        ) : null}
      </Note>
    );
  }
  const props: AnswerProps = {
    words,
    onWords,
    onAnswer: run,
    busy,
    barred: may("operator") ? undefined : `You have the role ${role}: answering needs the role operator.`,
    note: (
      <NoteButton task={escalation.task} words={words} onWords={onWords} onSent={onSent}>
        Only keep the words as a note
      </NoteButton>
    ),
  };
  const isApproval = escalation.kind === "approval";
  const key = data?.asked?.key ?? (escalation.action && exactly(escalation.action));
  return (
    <section className={`card tv-answer ${isApproval ? "wait" : "bad"}`} aria-labelledby="answer-title">
      <h2 id="answer-title">
        {isApproval ? "May Gradus run this?" : "What did you do, or what should Gradus know?"}
      </h2>
      {key === undefined ? null : <Asked escalation={escalation} exact={key} asked={data?.asked} />}
      {props.barred === undefined ? null : <p className="tone-wait">{props.barred}</p>}
      {isApproval ? (
        <Approve {...props} expiresAt={escalation.expiresAt} choices={data?.choices ?? []} />
      ) : (
        <Resolve {...props} choices={data?.choices ?? []} />
      )}
      {problem === undefined ? null : (
        <p className="say bad" role="alert">
          {problem}
        </p>
      )}
    </section>
  );
};
