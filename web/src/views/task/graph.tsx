import { useEffect, useRef } from "react";
import { duration, many } from "../../text/words.ts";
import { At } from "../../ui/when.tsx";
import { BOX, HEIGHT, nodesOf, WIDTH, waysOf } from "./layout.ts";
import type { Path } from "./path.ts";

/** The workflow with the way that was taken; in words for who cannot see it, or wants the times. */
export const Graph = ({ path }: { path: Path }) => {
  const { steps, visits, now } = path;
  const frame = useRef<HTMLDivElement>(null);
  const here = [...now][0] ?? steps.at(-1)?.state;
  const nodes = nodesOf(path);
  // Where it does not fit, what counts now is in view.
  useEffect(() => {
    const box = frame.current;
    const at = nodes.find(({ state }) => state === here)?.x;
    if (box && at !== undefined) box.scrollLeft = (at / WIDTH) * box.scrollWidth - box.clientWidth / 2;
    // oxlint-disable-next-line react-hooks/exhaustive-deps -- only when it goes on
  }, [here]);
  return (
    <>
      <div
        className="wf scroll"
        ref={frame}
        tabIndex={0}
        role="region"
        aria-label="The workflow as a picture"
      >
        <svg viewBox={`0 0 ${WIDTH} ${HEIGHT}`} role="img" aria-label={inWords(path)}>
          <defs>
            {["wf-free", "wf-gone"].map((id) => (
              <marker
                key={id}
                id={id}
                className={id}
                viewBox="0 0 8 8"
                refX="7"
                refY="4"
                markerWidth="8"
                markerHeight="8"
                markerUnits="userSpaceOnUse"
                orient="auto"
              >
                <path d="M0 0L8 4L0 8Z" />
              </marker>
            ))}
          </defs>
          {waysOf(path).map(({ key, d, taken }) => (
            <path
              key={key}
              d={d}
              className={taken ? "wf-way gone" : "wf-way"}
              markerEnd={`url(#${taken ? "wf-gone" : "wf-free"})`}
            />
          ))}
          {nodes.map(({ state, x, y }) => (
            <g
              key={state}
              className={`wf-box ${now.has(state) ? "now" : ""} ${visits.has(state) ? "gone" : ""} ${state.startsWith("Await") ? "person" : ""}`}
              transform={`translate(${x} ${y})`}
            >
              <rect
                x={-BOX.width / 2}
                y={-BOX.height / 2}
                width={BOX.width}
                height={BOX.height}
                rx={state === "Next phase" || state === "Decide" ? 18 : 8}
              />
              <text dominantBaseline="central" textAnchor="middle">
                {state}
              </text>
              {now.has(state) ? <circle cx={-BOX.width / 2} cy={-BOX.height / 2} r="6" /> : null}
              {(visits.get(state) ?? 0) > 1 ? (
                <text className="wf-count" x={BOX.width / 2} y={-BOX.height / 2 - 4} textAnchor="end">
                  {visits.get(state)}×
                </text>
              ) : null}
            </g>
          ))}
        </svg>
      </div>
      <details className="small">
        <summary>The way in words ({many(steps.length, "step")})</summary>
        <ol className="wf-words">
          {steps.map(({ state, at, left }, index) => (
            <li key={index}>
              {state}, <At at={at} />
              {left !== undefined && left - at >= 1 ? `, for ${duration(left - at)}` : ""}
              {left === undefined && now.has(state) ? ", now" : ""}
            </li>
          ))}
        </ol>
      </details>
    </>
  );
};

const inWords = ({ steps, now }: Path): string =>
  `Went through ${steps.map(({ state }) => state).join(", ")}.${now.size > 0 ? ` Now: ${[...now].join(", ")}.` : ""}`;
