import type { PropsWithChildren } from "react";
import { told } from "../../api/client.ts";
import { useApi } from "../../api/use-api.ts";
import { useChange } from "../../api/use-change.ts";
import { useWho } from "../../api/use-who.ts";
import { Words } from "./words.tsx";

interface NoteProps {
  task: string;
  words: string;
  onWords: (words: string) => void;
}

/** Words for whoever comes next; on a closed task, too. */
export const NoteForm = (props: NoteProps) => (
  <form className="form tv-note" onSubmit={(event) => event.preventDefault()}>
    <Words {...props} label="A note for whoever comes next" />
    <NoteButton {...props}>Add the note</NoteButton>
  </form>
);

/** Keeps the words with the task: they answer nothing. */
export const NoteButton = ({ task, words, onWords, children }: PropsWithChildren<NoteProps>) => {
  const { client } = useApi();
  const { may } = useWho();
  const { run, busy } = useChange({
    do: (notes: string) => told(client.tasks[":id"].notes.$post({ param: { id: task }, json: { notes } })),
    said: () => "The note is kept with the task.",
    done: () => onWords(""),
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
