import { useSyncExternalStore } from "react";

const KEY = "gradus.keys";
const listeners = new Set<() => void>();

/**
 * Whether keys of one character count. Who speaks to their machine, or whose hands are not steady, turns them off (WCAG
 * 2.1.4); keys with Ctrl or Cmd always count.
 */
export const hasSingleKeys = (): boolean => localStorage.getItem(KEY) !== "off";

export function useSingleKeys(): [boolean, (on: boolean) => void] {
  const on = useSyncExternalStore((listener) => {
    listeners.add(listener);
    return () => void listeners.delete(listener);
  }, hasSingleKeys);
  return [
    on,
    (next) => {
      if (next) localStorage.removeItem(KEY);
      else localStorage.setItem(KEY, "off");
      for (const listener of listeners) listener();
    },
  ];
}
