/** What is wrong with Gradus itself right now: one sentence each, with what to do. Shown in /health, on the page and in the terminal. */
export interface Problems {
  /** The same key again replaces what it said. */
  set(key: string, text: string): void;
  clear(key: string): void;
  all(): string[];
}

interface Listeners {
  /** A problem is new, or says something else than before. */
  onNew: (text: string) => void;
  onGone: (text: string) => void;
}

export function createProblems({ onNew, onGone }: Listeners): Problems {
  const known = new Map<string, string>();
  return {
    set(key, text) {
      if (known.get(key) === text) return;
      // Kept before it is told: telling may fail in the same way, and come back here.
      known.set(key, text);
      onNew(text);
    },
    clear(key) {
      const text = known.get(key);
      if (text === undefined) return;
      known.delete(key);
      onGone(text);
    },
    all: () => [...known.values()],
  };
}
