import { Link } from "wouter";
import { now } from "../../api/clock.ts";
import type { Stats } from "../../api/types.ts";
import { many } from "../../text/words.ts";
import { steps } from "./shapes.ts";
import { Shown } from "./shown.tsx";

/** What was learned, as it grew. */
export const Growth = ({ patterns: { total, retired, growth } }: { patterns: Stats["patterns"] }) => (
  <Shown
    title="Patterns learned"
    side={
      <Link href="/patterns">
        {many(total, "pattern")}
        {retired === 0 ? "" : `, ${retired} retired`}
      </Link>
    }
  >
    {growth.length === 0 ? (
      <p className="soft">Nothing has been learned yet: what works becomes a pattern.</p>
    ) : (
      <figure className="chart">
        <svg
          viewBox="-1 -4 102 108"
          preserveAspectRatio="none"
          role="img"
          aria-label={`From ${growth[0]?.day ?? ""} on, to ${many(total, "pattern")}`}
        >
          <path className="line" d={steps(growth, now())} />
        </svg>
        <figcaption className="row soft small">
          <span>{growth[0]?.day}</span>
          <span>today</span>
        </figcaption>
      </figure>
    )}
  </Shown>
);
