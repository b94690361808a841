import { told } from "../../api/client.ts";
import { useApi } from "../../api/use-api.ts";
import { useChange } from "../../api/use-change.ts";
import { useWho } from "../../api/use-who.ts";
import { Words } from "./words.tsx";

/** Words for whoever comes next; on a closed task, too. `isBare`: the words are asked for elsewhere. */
export const NoteForm = ({
  task,
  words,
  onWords,
  isBare,
}: {
  task: string;
  words: string;
  onWords: (words: string) => void;
  isBare: boolean;
}) => {
  const { client } = useApi();
  const { may } = useWho();
  const { run, busy } = useChange({
    do: (notes: string) => told(client.tasks[":id"].notes.$post({ param: { id: task }, json: { notes } })),
    said: () => "The note is kept with the task.",
    done: () => onWords(""),
  });
  const notes = words.trim();
  return (
    <form
      className="form tv-note"
      onSubmit={(event) => {
        event.preventDefault();
        run(notes);
      }}
    >
      {isBare ? null : <Words words={words} onWords={onWords} label="A note for whoever comes next" />}
      <button
        className="slim"
        disabled={busy || notes === "" || !may("operator")}
        {...(may("operator") ? {} : { title: "This needs the role operator" })}
      >
        {isBare ? "Only keep the words as a note" : "Add the note"}
      </button>
    </form>
  );
};
