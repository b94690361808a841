import { type PropsWithChildren, useState } from "react";
import { Dialog } from "./dialog.tsx";

/** Asks before something is done, with words where they are needed. What the button says is what happens. */
export const Ask = ({
  title,
  verb,
  words,
  danger = false,
  busy = false,
  problem,
  onClose,
  onSay,
  children,
}: PropsWithChildren<{
  title: string;
  verb: string;
  /** The label of a field; `needed` refuses an empty one; `line` wants a name, not a text; `most` is how many characters are taken. */
  words?: { label: string; needed: boolean; hint?: string; line?: boolean; most?: number };
  danger?: boolean;
  busy?: boolean;
  problem?: string | undefined;
  onClose: () => void;
  onSay: (words: string) => void;
}>) => {
  const [text, setText] = useState("");
  const field = {
    value: text,
    required: words?.needed === true,
    onChange: (event: { target: { value: string } }) => setText(event.target.value),
    maxLength: words?.most ?? (words?.line === true ? 190 : 10_000),
    // A dialog that asks for words has the cursor in them.
    "data-autofocus": true,
  };
  return (
    <Dialog title={title} onClose={onClose}>
      <form
        className="form"
        onSubmit={(event) => {
          event.preventDefault();
          if (words?.needed !== true || text.trim() !== "") onSay(text.trim());
        }}
      >
        {children}
        {words ? (
          <label>
            {words.label} {words.needed ? null : <span className="hint">(if you like)</span>}
            {words.line === true ? <input autoComplete="off" {...field} /> : <textarea rows={3} {...field} />}
            {words.hint === undefined ? null : <span className="hint">{words.hint}</span>}
          </label>
        ) : null}
        {problem === undefined ? null : (
          <p className="say bad" role="alert">
            {problem}
          </p>
        )}
        <div className="actions">
          <button className={danger ? "danger" : "primary"} disabled={busy}>
            {busy ? "Under way …" : verb}
          </button>
          <button type="button" onClick={onClose}>
            Cancel
          </button>
        </div>
      </form>
    </Dialog>
  );
};
