import { Link } from "wouter";
import type { Stats } from "../../api/types.ts";
import { endingMarks, many, type Mark } from "../../text/words.ts";
import { tasksAt } from "../../app/addresses.ts";
import { type Bar, type Outcome, outcomes, stacked } from "./shapes.ts";
import { Shown } from "./shown.tsx";

/** How tasks ended, day by day. Each day, and each end, leads to its tasks. */
export const Days = ({ stats, since }: { stats: Stats; since: number | undefined }) => {
  const { days, fixed } = stats;
  const { bars, most, width } = stacked(days);
  const all: Record<Outcome, number> = {
    fixed: fixed[1] + fixed[2] + fixed[3] + fixed[4],
    assisted: stats.assisted,
    not_held: stats.notHeld,
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
          <ol
            className="days"
            aria-label={`${many(days.length, "day")}, at most ${many(most, "task")} on one`}
          >
            {bars.map((bar) => (
              <li key={bar.day} title={wordsOf(bar)} style={{ width: `${width}%` }}>
                {bar.total === 0 ? null : (
                  <Link href={tasksAt({ state: "closed", day: bar.day, since })} aria-label={wordsOf(bar)}>
                    {bar.parts.map(({ outcome, height }) => (
                      <span key={outcome} className={outcome} style={{ height: `${height}%` }} />
                    ))}
                  </Link>
                )}
              </li>
            ))}
          </ol>
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
            <Link href={tasksAt({ state: "closed", ending: outcome, since })}>
              {all[outcome]} {endOf(outcome).word}
            </Link>
          </li>
        ))}
      </ul>
    </Shown>
  );
};

const endOf = (outcome: Outcome): Mark => endingMarks[outcome];
const dateOf = new Intl.DateTimeFormat(undefined, { dateStyle: "long", timeZone: "UTC" });

/** "26 November 2026: 3 tasks, 2 fixed, 1 went away", in the reader's way to write a date. */
const wordsOf = ({ day, total, parts }: Bar): string =>
  `${dateOf.format(Date.parse(day))}: ${many(total, "task")}${parts.map(({ outcome, count }) => `, ${count} ${endOf(outcome).word}`).join("")}`;
