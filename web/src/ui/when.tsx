import { useNow } from "../api/use-now.ts";
import { ago, exactTime, timeOfDay } from "../text/words.ts";

/** How long ago, with the absolute time in the reader's zone at hand. */
export const When = ({ at }: { at: number }) => {
  const now = useNow();
  return (
    <time dateTime={new Date(at).toISOString()} title={exactTime(at)}>
      {ago(at, now)}
    </time>
  );
};

/** The time of day, with the whole of it at hand. */
export const At = ({ at }: { at: number }) => (
  <time dateTime={new Date(at).toISOString()} title={exactTime(at)}>
    {timeOfDay(at)}
  </time>
);
