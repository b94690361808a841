import type { Fact, Observation } from "../../api/types.ts";
import { Exact, Said } from "../../ui/said.tsx";
import { At } from "../../ui/when.tsx";
import { anchorOf } from "./item.ts";

const FIRST = 3;
type DriftFact = Extract<Fact, { kind: "drift" }>;

/** What was seen, the first few lines at once. */
export const Observations = ({ of }: { of: readonly Observation[] }) => (
  <>
    <Lines of={of.slice(0, FIRST)} />
    {of.length > FIRST ? (
      <details>
        <summary>{of.length - FIRST} more</summary>
        <Lines of={of.slice(FIRST)} />
      </details>
    ) : null}
  </>
);

const Lines = ({ of }: { of: readonly Observation[] }) => (
  <ul className="plain tl-seen">
    {of.map(({ id, at, source, text, fact }) => (
      <li key={id} id={anchorOf(id)} tabIndex={-1}>
        {fact.kind === "drift" ? (
          <Drift fact={fact} />
        ) : (
          <>
            <span className="soft">
              <At at={at} /> {source}
            </span>{" "}
            <Said text={text} max={600} />
          </>
        )}
      </li>
    ))}
  </ul>
);

/** What it was, and what it is. */
const Drift = ({ fact: { aspect, key, expected, actual, changedAt } }: { fact: DriftFact }) => (
  <>
    {aspect} <Exact text={key} />
    {changedAt === undefined ? null : (
      <span className="soft">
        {" "}
        changed <At at={changedAt} />
      </span>
    )}
    <div className="tl-diff exact">
      <del>
        <span className="sr">was </span>
        <Side sign="−" value={expected} />
      </del>
      <ins>
        <span className="sr">is </span>
        <Side sign="+" value={actual} />
      </ins>
    </div>
  </>
);

const Side = ({ sign, value }: { sign: string; value: DriftFact["actual"] }) => (
  <>
    <span aria-hidden="true">{sign} </span>
    {value === null ? <em>nothing</em> : <Said text={String(value)} />}
  </>
);
