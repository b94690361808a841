import { useState } from "react";

export interface KeptWords {
  words: string;
  onWords: (words: string) => void;
  /** They have been taken: they go, but for what was typed meanwhile. */
  onSent: (sent: string) => void;
}

/**
 * What the reader writes about a task, by what it answers. It outlives a reload and the way to sign in and back: only in
 * sessionStorage, which ends with the tab and is emptied by who signs out.
 */
export function useKeptWords(of: string): KeptWords {
  const key = `gradus.words ${of}`;
  const read = (): string => sessionStorage.getItem(key) ?? "";
  const [words, setWords] = useState(read);
  const onWords = (next: string): void => {
    setWords(next);
    if (next === "") sessionStorage.removeItem(key);
    else sessionStorage.setItem(key, next);
  };
  return {
    words,
    onWords,
    onSent(sent) {
      if (read().trim() === sent) onWords("");
    },
  };
}
