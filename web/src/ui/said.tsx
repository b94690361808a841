import { visible } from "../text/words.ts";

/** Words of people or machines from outside: nothing in them can hide or reorder what is shown. */
export const Said = ({ text, max = 4_000 }: { text: string; max?: number }) => (
  <>{visible(text.length > max ? `${text.slice(0, max)} … (cut off)` : text)}</>
);

/** Text that counts to the letter: an action, a value, output. */
export const Exact = ({ text, block = false }: { text: string; block?: boolean }) =>
  block ? (
    <pre className="exact box" tabIndex={0}>
      <Said text={text} max={20_000} />
    </pre>
  ) : (
    <code className="exact">
      <Said text={text} max={20_000} />
    </code>
  );
