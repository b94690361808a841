import { useSyncExternalStore } from "react";
import { now } from "./clock.ts";

let tick = now();
const listeners = new Set<() => void>();
let timer: ReturnType<typeof setInterval> | undefined;

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  timer ??= setInterval(() => {
    if (document.visibilityState !== "visible") return;
    tick = now();
    for (const one of listeners) one();
  }, 1_000);
  return () => {
    listeners.delete(listener);
    if (listeners.size > 0) return;
    clearInterval(timer);
    timer = undefined;
  };
}

/** The server's time, anew every second while the page is looked at: one clock for all that shows an age. */
export const useNow = (): number => useSyncExternalStore(subscribe, () => tick);
