import { useSyncExternalStore } from "react";
import { now } from "../api/clock.ts";
import { useNow } from "../api/use-now.ts";
import { ago, exactTime, timeOn } from "../text/words.ts";

let exact = false;
const listeners = new Set<() => void>();

/** Whether ages are shown as the times that they stand for, on the whole page, and what turns that around. */
export function useExact(): [boolean, () => void] {
  const is = useSyncExternalStore((listener) => {
    listeners.add(listener);
    return () => void listeners.delete(listener);
  }, isExact);
  return [is, turn];
}

const isExact = (): boolean => exact;

function turn(): void {
  exact = !exact;
  for (const listener of listeners) listener();
}

/** How long ago, with the absolute time in the reader's zone at hand. Who listens is not told each second that it is later. */
export const When = ({ at }: { at: number }) => {
  const ticking = useNow();
  const [whole] = useExact();
  return (
    <time
      dateTime={new Date(at).toISOString()}
      title={exactTime(at)}
      aria-live="off"
      className={whole ? "whole" : undefined}
    >
      {whole ? exactTime(at) : ago(at, ticking)}
    </time>
  );
};

/** The time of day, and the day if it is not today, with the whole of it at hand. */
export const At = ({ at }: { at: number }) => (
  <time dateTime={new Date(at).toISOString()} title={exactTime(at)}>
    {timeOn(at, now())}
  </time>
);
