import { memo } from "react";
import { Link } from "wouter";
import type { TargetView } from "../../api/types.ts";
import { useParam } from "../../app/use-param.ts";
import { stateMarks } from "../../text/words.ts";
import { Empty, Section } from "../../ui/parts.tsx";
import { Said } from "../../ui/said.tsx";
import { countsOf, grouped, isState, shortly, states, tileWords } from "./fleet.ts";
import { targetAt } from "../../app/addresses.ts";

/** So many have their names on them. */
const NAMED = 60;

/** A tile for each target, what is wrong first. Readable at a thousand. */
export const Fleet = ({ targets }: { targets: readonly TargetView[] }) => {
  const [asked, choose] = useParam("fleet");
  const only = isState(asked) ? asked : undefined;
  const groups = grouped(targets);
  const shown = groups.filter(([state, found]) => found.length > 0 && (only === undefined || state === only));
  const named = shown.reduce((sum, [, found]) => sum + found.length, 0) <= NAMED;
  if (targets.length === 0) return null;
  return (
    <Section
      title="Fleet"
      id="fleet"
      side={
        <div className="actions" role="group" aria-label="Show targets">
          <button className="slim" aria-pressed={only === undefined} onClick={() => choose("")}>
            All {targets.length}
          </button>
          {states.map((state, at) => (
            <button key={state} className="slim" aria-pressed={only === state} onClick={() => choose(state)}>
              <span className={`tone-${stateMarks[state].tone}`} aria-hidden="true">
                {stateMarks[state].icon}
              </span>{" "}
              {groups[at]?.[1].length ?? 0} {stateMarks[state].word}
            </button>
          ))}
        </div>
      }
    >
      {shown.length === 0 ? (
        <Empty>
          None of these. The fleet: <Link href="/targets">{countsOf(targets)}</Link>.
        </Empty>
      ) : (
        <ul className={named ? "fleet named" : "fleet"}>
          {shown.flatMap(([, found]) => found.map((one) => <Tile key={one.id} target={one} named={named} />))}
        </ul>
      )}
    </Section>
  );
};

const Tile = memo(({ target, named }: { target: TargetView; named: boolean }) => {
  const { tone, icon } = stateMarks[target.state];
  const words = tileWords(target);
  return (
    <li>
      <Link
        href={targetAt(target.id)}
        className={`tile ${tone}`}
        title={words}
        {...(named ? {} : { "aria-label": words })}
      >
        <span className="tile-icon" aria-hidden="true">
          {target.paused ? "■" : icon}
        </span>
        {named ? (
          <span className="tile-words">
            <strong>{target.id}</strong>
            <span className="sr">, {stateMarks[target.state].word}: </span>
            <span className="small">
              <Said text={shortly(target)} max={60} />
              {target.paused ? ", paused" : ""}
            </span>
          </span>
        ) : null}
      </Link>
    </li>
  );
});
