import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useQueries } from "../../api/use-api.ts";
import type { Asked } from "./address.ts";
import { type Facet, facetNames, facets, type Span, spanNames } from "./facets.ts";
import { dropping, droppingAll, hidesSnoozed, type Sifted } from "./filter.ts";
import { narrowedBy, titles, wordOf } from "./filter-words.ts";

/** Every way to narrow the list, with how many tasks each would leave; and what narrows it now, to be dropped. */
export const Filters = ({
  asked,
  sifted,
  ask,
}: {
  asked: Asked;
  sifted: Sifted;
  ask: (next: Asked) => void;
}) => {
  const [open, setOpen] = useState(false);
  const narrowed = narrowedBy(asked).filter(([is]) => is !== "text");
  const snoozed = sifted.without.get("snoozed") ?? 0;
  return (
    <div className="tasks-filters">
      <button
        className="slim"
        aria-expanded={open}
        aria-controls="tasks-facets"
        onClick={() => setOpen(!open)}
      >
        Filters <span aria-hidden="true">{open ? "▴" : "▾"}</span>
      </button>
      {narrowed.map(([is, words]) => (
        <button key={is} className="slim tasks-chip" onClick={() => ask(dropping(asked, is))}>
          {words} <span aria-hidden="true">✕</span>
          <span className="sr">: drop this filter</span>
        </button>
      ))}
      {narrowed.length > 1 ? (
        <button className="slim quiet" onClick={() => ask({ ...droppingAll(asked), text: asked.text })}>
          Drop all
        </button>
      ) : null}
      {hidesSnoozed(asked) && snoozed > 0 ? (
        <button className="slim quiet" onClick={() => ask(dropping(asked, "snoozed"))}>
          ◷ {snoozed} snoozed: show
        </button>
      ) : null}
      <div id="tasks-facets" className="tasks-facets" hidden={!open}>
        {open ? (
          <>
            {facetNames.map((facet) => (
              <FacetBox key={facet} facet={facet} asked={asked} counts={sifted.counts[facet]} ask={ask} />
            ))}
            <Within of="age" asked={asked} counts={sifted.within.age} ask={ask} />
            {asked.state === "closed" || asked.state === "all" ? (
              <Within of="ended" asked={asked} counts={sifted.within.ended} ask={ask} />
            ) : null}
          </>
        ) : null}
      </div>
    </div>
  );
};

interface BoxProps {
  asked: Asked;
  ask: (next: Asked) => void;
}

const FacetBox = ({
  facet,
  counts,
  asked,
  ask,
}: BoxProps & { facet: Facet; counts: ReadonlyMap<string, number> }) => {
  const { data } = useQuery({ ...useQueries().targets(), enabled: facet === "target" });
  const chosen = asked.chosen[facet];
  const known = facets[facet] ?? [
    ...new Set([...chosen, ...counts.keys(), ...(data?.targets.map(({ id }) => id) ?? [])]),
  ];
  // Of a single target only its own tasks are read: the others are not known to have none.
  const isRead = facet !== "target" || chosen.length !== 1;
  return (
    <Box
      of={facet}
      values={known.filter(
        (value) => !isRead || counts.has(value) || chosen.includes(value) || known.length < 5,
      )}
      isOn={(value) => chosen.includes(value)}
      count={(value) => counts.get(value) ?? (isRead ? 0 : undefined)}
      onTurn={(value, on) => {
        const next = known.filter((one) => (one === value ? on : chosen.includes(one)));
        ask({ ...asked, chosen: { ...asked.chosen, [facet]: next } });
      }}
    />
  );
};

const Within = ({
  of,
  counts,
  asked,
  ask,
}: BoxProps & { of: "age" | "ended"; counts: Record<Span, number> }) => (
  <Box
    of={of}
    values={spanNames}
    isOn={(span) => asked[of] === span}
    count={(span) => counts[span]}
    onTurn={(span, on) => ask(on ? { ...asked, [of]: span } : dropping(asked, of))}
  />
);

/** The values of one narrowing, and how many tasks each would leave. */
function Box<T extends string>({
  of,
  values,
  isOn,
  count,
  onTurn,
}: {
  of: Facet | "age" | "ended";
  values: readonly T[];
  isOn: (value: T) => boolean;
  count: (value: T) => number | undefined;
  onTurn: (value: T, on: boolean) => void;
}) {
  if (values.length === 0) return null;
  return (
    <fieldset>
      <legend>{titles[of]}</legend>
      {values.map((value) => (
        <label key={value}>
          <input
            type="checkbox"
            checked={isOn(value)}
            onChange={(event) => onTurn(value, event.target.checked)}
          />
          <span>{wordOf(of, value)}</span>
          <span className="num soft">{count(value)}</span>
        </label>
      ))}
    </fieldset>
  );
}
