import { createContext, type PropsWithChildren, useContext, useEffect, useMemo, useRef } from "react";
import { hasSingleKeys } from "./keyboard.ts";

/** A key and what it does, for the help. "g t" is one key after the other. */
export interface Key {
  keys: string;
  says: string;
  /** Counts on every page: the help tells these apart from those of the page that is shown. */
  everywhere?: true;
  do: (event: KeyboardEvent) => void;
}

interface Keys {
  add(of: { current: readonly Key[] }): () => void;
  all(): Key[];
}

const KeysContext = createContext<Keys | undefined>(undefined);
const SEQUENCE_MS = 1_000;

/** One listener for all keys of the page. Later ones go before earlier ones, and all before those that count everywhere. */
export const KeysProvider = ({ children }: PropsWithChildren) => {
  const layers = useRef<Array<{ current: readonly Key[] }>>([]);
  const keys = useMemo<Keys>(
    () => ({
      add(of) {
        layers.current = [of, ...layers.current];
        return () => {
          layers.current = layers.current.filter((one) => one !== of);
        };
      },
      all: () =>
        layers.current
          .flatMap(({ current }) => current)
          .sort((a, b) => Number(a.everywhere ?? false) - Number(b.everywhere ?? false)),
    }),
    [],
  );
  useEffect(() => {
    let first = { key: "", at: 0 };
    const pressed = (event: KeyboardEvent): void => {
      if (event.defaultPrevented || event.altKey) return;
      const chord = event.ctrlKey || event.metaKey ? `mod+${event.key.toLowerCase()}` : event.key;
      if (chord === event.key && isTyping(event.target)) return;
      if (chord.length === 1 && !hasSingleKeys()) return;
      // A dialog has keys of its own; the browser closes it by Esc.
      if (document.querySelector("dialog[open]") && chord === event.key) return;
      const after = Date.now() - first.at < SEQUENCE_MS ? `${first.key} ${chord}` : chord;
      const found =
        keys.all().find((one) => one.keys === after) ?? keys.all().find((one) => one.keys === chord);
      first = { key: event.key, at: Date.now() };
      if (!found) return;
      event.preventDefault();
      found.do(event);
    };
    addEventListener("keydown", pressed);
    return () => removeEventListener("keydown", pressed);
  }, [keys]);
  return <KeysContext.Provider value={keys}>{children}</KeysContext.Provider>;
};

/** Keys that count while a component is there. */
export function useKeys(keys: readonly Key[]): void {
  const of = useContext(KeysContext);
  const held = useRef(keys);
  held.current = keys;
  useEffect(() => of?.add(held), [of]);
}

/** Every key that counts now, for the help. */
export const useAllKeys = (): Key[] => useContext(KeysContext)?.all() ?? [];

/** Whether what is pressed there is text. */
export function isTyping(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false;
  if (target instanceof HTMLInputElement) return !["checkbox", "radio", "button"].includes(target.type);
  return target.isContentEditable || ["TEXTAREA", "SELECT"].includes(target.tagName);
}
