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

/** What became of these tasks now counts; what is told of others stays until it is put away. */
export function addFailures(tried: readonly string[], failed: readonly Failure[]): void {
  const now = new Set(tried);
  setFailures([...failures.filter(({ id }) => !now.has(id)), ...failed]);
}

export const getFailures = (): readonly Failure[] => failures;

export const useFailures = (): readonly Failure[] =>
  useSyncExternalStore((listener) => {
    listeners.add(listener);
    return () => void listeners.delete(listener);
  }, getFailures);
