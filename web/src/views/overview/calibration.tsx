import { Link } from "wouter";
import type { Stats } from "../../api/types.ts";
import { many } from "../../text/words.ts";
import { tasksAt } from "../../app/addresses.ts";
import { ENOUGH_OUTCOMES, reliabilityPoints } from "./shapes.ts";
import { Shown } from "./shown.tsx";

/** Whether confidence keeps its word. The diagonal is where it does: 80 % sure, and 80 of 100 held. */
export const Calibration = ({
  calibration,
  since,
}: {
  calibration: Stats["calibration"];
  since: number | undefined;
}) => {
  const { count, brier } = calibration;
  const link =
    count === 0 ? (
      "0 actions"
    ) : (
      <Link href={tasksAt({ state: "closed", since })}>{many(count, "action")}</Link>
    );
  if (count < ENOUGH_OUTCOMES)
    return (
      <Shown title="Does confidence keep its word?">
        <p className="soft">
          Too early to say: {link} so far, and it takes {ENOUGH_OUTCOMES}.
        </p>
      </Shown>
    );
  const points = reliabilityPoints(calibration);
  return (
    <Shown title="Does confidence keep its word?">
      <div className="calibration">
        <svg
          viewBox="-3 -3 106 106"
          role="img"
          aria-label={`Confidence against success: ${points.map(({ words }) => words).join("; ")}`}
        >
          <path className="frame" d="M0 0V100H100" />
          <path className="ideal" d="M0 100L100 0" />
          {points.map(({ words, x, y, r }) => (
            <circle key={words} cx={x} cy={y} r={r}>
              <title>{words}</title>
            </circle>
          ))}
        </svg>
        <div className="soft small">
          <p>To the right: how sure Gradus was. Upwards: how often it held. On the line both agree.</p>
          <p>
            {link}.{" "}
            {brier === undefined ? null : `Brier score ${brier.toFixed(3)}: 0 is best, 0.25 is a guess.`}
          </p>
        </div>
      </div>
    </Shown>
  );
};
