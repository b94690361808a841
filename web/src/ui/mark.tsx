import type { Mark as Is } from "../text/words.ts";

/** A state by colour, icon and word. */
export const Mark = ({ is }: { is: Is }) => (
  <span className={`mark ${is.tone}`}>
    <span aria-hidden="true">{is.icon}</span>
    {is.word}
  </span>
);
