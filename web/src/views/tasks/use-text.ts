import { useEffect, useState } from "react";
import type { Asked } from "./address.ts";

/** Browsers refuse too many addresses at once. */
const SETTLED_MS = 250;

/** What is searched for: at once for the list, and in the address when typing has come to rest. */
export function useText(asked: Asked, ask: (next: Asked) => void): [string, (text: string) => void] {
  const [text, setText] = useState(asked.text);
  const [told, setTold] = useState(asked.text);
  // Changed from elsewhere (back, a saved view, a dropped filter): that counts.
  if (asked.text !== told) {
    setTold(asked.text);
    setText(asked.text);
  }
  useEffect(() => {
    if (text === told) return;
    const timer = setTimeout(() => ask({ ...asked, text }), SETTLED_MS);
    return () => clearTimeout(timer);
  }, [text, told, asked, ask]);
  return [text, setText];
}
