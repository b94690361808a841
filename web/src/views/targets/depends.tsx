import { Link } from "wouter";
import type { TargetView } from "../../api/types.ts";
import { many, stateMarks } from "../../text/words.ts";
import { Empty, Section } from "../../ui/parts.tsx";
import { tileWords } from "../overview/fleet.ts";
import { targetAt } from "../../app/addresses.ts";
import { around, connected, layOut, MOST_NODES, NODE, pathOf } from "./graph.ts";

const MARGIN = 4;

/** What relies on what. Of a big fleet only what is near to what fails, or to what is searched for. */
export const Depends = ({
  targets,
  wanted,
}: {
  targets: readonly TargetView[];
  wanted: readonly TargetView[] | undefined;
}) => {
  const tied = connected(targets);
  if (targets.length === 0) return null;
  const isBig = tied.length > MOST_NODES;
  const failing = tied.filter(({ state }) => state === "failing");
  const seeds = new Set((wanted ?? failing).map(({ id }) => id));
  const shown = isBig ? around(tied, seeds) : tied;
  const alone = targets.length - tied.length;
  const of = wanted === undefined ? "what fails" : "what is searched for";
  return (
    <Section title="What relies on what" id="depends">
      {tied.length === 0 ? (
        <Empty>No target says that it relies on another (dependsOn in targets.yaml).</Empty>
      ) : shown.length === 0 ? (
        <Empty>
          {many(tied.length, "target")} rely on one another, too many for a picture, and nothing of them
          fails. Search for some to see what is around them.
        </Empty>
      ) : (
        <>
          <p className="soft small">
            From left to right: what is relied on, then what relies on it.
            {isBig ? ` Only ${of} and what is next to it: ${shown.length} of ${tied.length}.` : ""}
            {alone > 0 ? ` ${many(alone, "target")} ${alone === 1 ? "stands" : "stand"} alone.` : ""}
          </p>
          <Picture targets={shown} />
        </>
      )}
    </Section>
  );
};

const Picture = ({ targets }: { targets: readonly TargetView[] }) => {
  const { nodes, edges, width, height } = layOut(targets);
  const of = new Map(targets.map((target) => [target.id, target]));
  const isFailing = (id: string): boolean => of.get(id)?.state === "failing";
  return (
    <div className="scroll graph" tabIndex={0} role="group" aria-label="Targets and what they rely on">
      <svg
        width={width + 2 * MARGIN}
        height={height + 2 * MARGIN}
        viewBox={`${-MARGIN} ${-MARGIN} ${width + 2 * MARGIN} ${height + 2 * MARGIN}`}
      >
        {edges.map((edge) => (
          <path
            key={`${edge.from.id} ${edge.to.id}`}
            className={isFailing(edge.from.id) ? "edge bad" : "edge"}
            d={pathOf(edge)}
          />
        ))}
        {nodes.map(({ id, x, y }) => {
          const target = of.get(id);
          if (!target) return null;
          const { tone, icon } = stateMarks[target.state];
          const relies = target.dependsOn.filter((other) => of.has(other));
          const words = `${tileWords(target)}${relies.length === 0 ? "" : `; relies on ${relies.join(", ")}`}`;
          return (
            <Link key={id} href={targetAt(id)} aria-label={words} className={`node ${tone}`}>
              <title>{words}</title>
              <rect x={x} y={y} {...NODE} rx="6" />
              <foreignObject x={x} y={y} {...NODE}>
                <div className="node-words" aria-hidden="true">
                  <span className={`tone-${tone}`}>{icon}</span>
                  <span className="node-name">{id}</span>
                </div>
              </foreignObject>
            </Link>
          );
        })}
      </svg>
    </div>
  );
};
