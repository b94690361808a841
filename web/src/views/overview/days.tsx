import { Link } from "wouter";
import type { Stats } from "../../api/types.ts";
import { many, type Mark, statusMarks } from "../../text/words.ts";
import { tasksAt } from "../../app/addresses.ts";
import { type Outcome, outcomes, stacked } from "./shapes.ts";
import { Shown } from "./shown.tsx";

/** How tasks ended, day by day. */
export const Days = ({ stats, since }: { stats: Stats; since: number | undefined }) => {
  const { days, fixed } = stats;
  const { bars, most } = stacked(days);
  const all: Record<Outcome, number> = {
    fixed: fixed[1] + fixed[2] + fixed[3] + fixed[4],
    resolved: stats.resolved,
    cleared: stats.cleared,
    suppressed: stats.suppressed,
  };
  return (
    <Shown title="How tasks ended, by day">
      {bars.length === 0 ? (
        <p className="soft">No task has ended yet.</p>
      ) : (
        <figure className="chart">
          <svg
            viewBox="0 0 100 100"
            preserveAspectRatio="none"
            role="img"
            aria-label={`${many(days.length, "day")}, at most ${many(most, "task")} on one`}
          >
            {bars.map(({ day, total, parts }) => (
              <g key={day}>
                <title>{`${day}: ${many(total, "task")}${parts.map(({ outcome }) => `, ${daysWords(days, day, outcome)}`).join("")}`}</title>
                {parts.map(({ outcome, ...box }) => (
                  <rect key={outcome} className={outcome} {...box} />
                ))}
              </g>
            ))}
          </svg>
          <figcaption className="row soft small">
            <span>most on a day: {most}</span>
            <span>
              {days[0]?.day} to {days.at(-1)?.day} (UTC)
            </span>
          </figcaption>
        </figure>
      )}
      <ul className="legend small">
        {outcomes.map((outcome) => (
          <li key={outcome}>
            <span className={`swatch ${outcome}`} aria-hidden="true" />
            <Link href={tasksAt({ state: "closed", status: outcome, since })}>
              {all[outcome]} {endOf(outcome).word}
            </Link>
          </li>
        ))}
      </ul>
    </Shown>
  );
};

const endOf = (outcome: Outcome): Mark => statusMarks[outcome];
const daysWords = (days: Stats["days"], day: string, outcome: Outcome): string =>
  `${days.find((one) => one.day === day)?.[outcome] ?? 0} ${endOf(outcome).word}`;
