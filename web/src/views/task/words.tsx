/** The reader's words. There is one text for all that can be done with them, so that none is lost when what is asked changes. */
export const Words = ({
  words,
  onWords,
  label,
  hint,
}: {
  words: string;
  onWords: (words: string) => void;
  label: string;
  hint?: string;
}) => (
  <label>
    {label} {hint === undefined ? null : <span className="hint">({hint})</span>}
    <textarea
      id="words"
      rows={3}
      maxLength={10_000}
      value={words}
      onChange={(event) => onWords(event.target.value)}
    />
  </label>
);

/** Puts the cursor into the words. */
export const focusWords = (): void => {
  const field = document.getElementById("words");
  field?.scrollIntoView({ block: "center" });
  field?.focus();
};
