import { type PropsWithChildren, useRef } from "react";
import { told } from "../../api/client.ts";
import { useApi } from "../../api/use-api.ts";
import { useChange } from "../../api/use-change.ts";
import { useWho } from "../../api/use-who.ts";
import type { KeptWords } from "./kept-words.ts";
import { Words } from "./words.tsx";

/** crypto.randomUUID is there on secure pages only. */
const keyOf = (): string => crypto.getRandomValues(new Uint32Array(4)).join("-");

interface NoteProps extends KeptWords {
  task: string;
}

/** Words for whoever comes next; on a closed task, too. */
export const NoteForm = (props: NoteProps) => (
  <form className="form tv-note" onSubmit={(event) => event.preventDefault()}>
    <Words {...props} label="A note for whoever comes next" />
    <NoteButton {...props}>Add the note</NoteButton>
  </form>
);

/** Keeps the words with the task: they answer nothing. */
export const NoteButton = ({ task, words, onSent, children }: PropsWithChildren<NoteProps>) => {
  const { client } = useApi();
  const { may } = useWho();
  // Who hears no answer sends the same words once more: they are the same note until it is known that they are kept.
  const draft = useRef({ notes: "", key: "" });
  const { run, busy } = useChange({
    do: (notes: string) => {
      if (draft.current.notes !== notes) draft.current = { notes, key: keyOf() };
      return told(client.tasks[":id"].notes.$post({ param: { id: task }, json: draft.current }));
    },
    said: () => "The note is kept with the task.",
    done: (_, notes) => {
      draft.current = { notes: "", key: "" };
      onSent(notes);
    },
  });
  const notes = words.trim();
  return (
    <button
      className="slim"
      disabled={busy || notes === "" || !may("operator")}
      {...(may("operator") ? {} : { title: "This needs the role operator" })}
      onClick={() => run(notes)}
    >
      {children}
    </button>
  );
};
