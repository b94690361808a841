import { Link } from "wouter";
import type { Stats } from "../../api/types.ts";
import { duration, phaseWord } from "../../text/words.ts";
import { tasksAt } from "../../app/addresses.ts";
import { fixersOf } from "./matrix.ts";
import { Shown } from "./shown.tsx";

/** Who mended what was wrong, and how long that took. */
export const Fixers = ({ stats, since }: { stats: Stats; since: number | undefined }) => (
  <Shown title="Who fixed it, and how fast">
    <table className="fixers small">
      <thead>
        <tr>
          <th scope="col">Phase</th>
          <th scope="col">Fixed</th>
          <th scope="col">Median</th>
          <th scope="col">9 of 10 in</th>
        </tr>
      </thead>
      <tbody>
        {fixersOf(stats).map(({ phase, count, share }) => {
          const time = phase === 0 ? undefined : stats.timeToFix[phase];
          const where =
            phase === 0
              ? tasksAt({ state: "closed", ending: "assisted,resolved", since })
              : tasksAt({ state: "closed", ending: "fixed", phase, since });
          return (
            <tr key={phase}>
              <th scope="row">{phase === 0 ? "people" : `${phase} ${phaseWord(phase)}`}</th>
              <td className="num">
                {count === 0 ? "0" : <Link href={where}>{count}</Link>}
                <span className="bar" aria-hidden="true">
                  <span className={phase === 0 ? "fill wait" : "fill"} style={{ width: `${100 * share}%` }} />
                </span>
              </td>
              {[time?.medianMs, time?.p90Ms].map((ms, at) => (
                <td key={at} className="num">
                  {ms === undefined ? "–" : <Link href={where}>{duration(ms)}</Link>}
                </td>
              ))}
            </tr>
          );
        })}
      </tbody>
    </table>
  </Shown>
);
