import { useSyncExternalStore } from "react";

/** A task that was not changed as asked, and why. */
export interface Failure {
  id: string;
  title: string;
  message: string;
}

let failures: readonly Failure[] = [];
const listeners = new Set<() => void>();

/** Kept while the page is open: what is sent late may fail when the list is not shown. */
export function setFailures(next: readonly Failure[]): void {
  failures = next;
  for (const listener of listeners) listener();
}

export const useFailures = (): readonly Failure[] =>
  useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    () => failures,
  );
