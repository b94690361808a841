import { useState } from "react";
import { Empty } from "../../ui/parts.tsx";
import { Said } from "../../ui/said.tsx";
import type { Told } from "./chains.ts";
import { Event } from "./event.tsx";

const STEP = 200;

const dayOf = new Intl.DateTimeFormat(undefined, { dateStyle: "full" });

/** Events, newest first, by day. */
export const List = ({
  events,
  doubtedFrom,
  linked,
  search,
}: {
  events: readonly Told[];
  /** From which number on a chain is not to be believed. */
  doubtedFrom: (chain: string) => number | undefined;
  linked: boolean;
  search: string;
}) => {
  const [most, setMost] = useState(STEP);
  if (events.length === 0)
    return (
      <Empty>
        {search === "" ? (
          "Nothing has been written here yet."
        ) : (
          <>
            No event that was read says “<Said text={search} />
            ”.
          </>
        )}
      </Empty>
    );
  const days = new Map<string, Told[]>();
  for (const one of events.slice(0, most)) {
    const day = dayOf.format(one.event.at);
    days.set(day, [...(days.get(day) ?? []), one]);
  }
  return (
    <>
      {[...days].map(([day, those]) => (
        <section key={day} aria-label={day}>
          <h2 className="audit-day">{day}</h2>
          <ol className="lines">
            {those.map((one) => (
              <Event
                key={`${one.event.seq} ${one.chain}`}
                of={one}
                doubted={one.event.seq >= (doubtedFrom(one.chain) ?? Infinity)}
                linked={linked}
              />
            ))}
          </ol>
        </section>
      ))}
      {events.length > most ? (
        <p className="audit-rest">
          {most} of {events.length} events that were read.{" "}
          <button onClick={() => setMost(most + STEP)}>Show more</button>
        </p>
      ) : null}
    </>
  );
};
