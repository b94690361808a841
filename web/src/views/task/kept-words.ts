import { useState } from "react";

/**
 * What the reader writes about a task, by what it answers. It outlives a reload and the way to sign in and back: only in
 * sessionStorage, which ends with the tab and is emptied by who signs out.
 */
export function useKeptWords(of: string): [words: string, write: (words: string) => void] {
  const key = `gradus.words ${of}`;
  const [words, setWords] = useState(() => sessionStorage.getItem(key) ?? "");
  return [
    words,
    (next) => {
      setWords(next);
      if (next === "") sessionStorage.removeItem(key);
      else sessionStorage.setItem(key, next);
    },
  ];
}
