import type { Tone } from "../text/words.ts";

export interface Toast {
  id: number;
  text: string;
  tone: Tone;
  undo?: () => void;
}

const MOST = 4;

/** Bad news, and what can be taken back, stay whatever else is said. */
const stays = ({ tone, undo }: Toast): boolean => tone === "bad" || undo !== undefined;

/** With one more: it takes the place of what said the same, and of the oldest where there are too many. */
export function adding(now: readonly Toast[], toast: Toast): Toast[] {
  const others = now.filter(({ text, undo }) => text !== toast.text || undo !== undefined);
  const passing = others.filter((one) => !stays(one));
  const gone = new Set(passing.slice(0, Math.max(0, others.length + 1 - MOST)));
  return [...others.filter((one) => !gone.has(one)), toast];
}
