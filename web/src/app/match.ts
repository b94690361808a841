/** Something that can be gone to or done. */
export interface Entry {
  /** Unique. */
  id: string;
  group: string;
  word: string;
  /** Said beside it: a state, or why it cannot be done. */
  hint?: string;
  /** The key that does the same. */
  keys?: string;
  /** Further words that it is found by. */
  also?: string;
  /** Why it cannot be done by who looks. */
  not?: string;
  do: () => void;
}

/** Entries of one group that are shown while nothing is typed, and at most. */
const FEW = 5;
const MOST = 12;

/** How well an entry fits, lower is better; undefined where a word is not in it. */
export function fit({ word, hint = "", also = "" }: Pick<Entry, "word" | "hint" | "also">, typed: string) {
  const text = word.toLowerCase();
  const all = `${text} ${hint} ${also}`.toLowerCase();
  const words = wordsOf(typed);
  if (!words.every((one) => all.includes(one))) return undefined;
  const [first = ""] = words;
  if (text.startsWith(words.join(" "))) return 0;
  if (text.startsWith(first)) return 1;
  const starts = text.split(/[^\p{L}\p{N}]+/u);
  if (words.every((one) => starts.some((start) => start.startsWith(one)))) return 2;
  return words.every((one) => text.includes(one)) ? 3 : 4;
}

/**
 * The entries that hold every typed word, best first; groups in the order of their best. While nothing is typed, a few of
 * each group but those that must be asked for.
 */
export function find(
  entries: readonly Entry[],
  typed: string,
  askedFor: ReadonlySet<string>,
): Array<{ group: string; entries: Entry[] }> {
  const isEmpty = wordsOf(typed).length === 0;
  const fitting = entries
    .flatMap((entry, at) => {
      const how = isEmpty ? (askedFor.has(entry.group) ? undefined : 0) : fit(entry, typed);
      return how === undefined ? [] : [{ entry, how, at }];
    })
    .sort((a, b) => a.how - b.how || a.at - b.at);
  const groups = new Map<string, Entry[]>();
  for (const { entry } of fitting) {
    const those = groups.get(entry.group) ?? [];
    if (those.length < (isEmpty && entry.group !== "Places" ? FEW : MOST)) those.push(entry);
    groups.set(entry.group, those);
  }
  return [...groups].map(([group, those]) => ({ group, entries: those }));
}

const wordsOf = (typed: string): string[] => typed.toLowerCase().split(/\s+/).filter(Boolean);
