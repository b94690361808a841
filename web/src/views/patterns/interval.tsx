import { percent } from "../../text/words.ts";
import { GATE, type Strength } from "./strength.ts";

const WIDE = 120;
const x = (share: number): number => 2 + share * (WIDE - 4);

/** How sure the record makes: the thin line is 95 %, the thick one what Gradus chooses by, the dot what is expected, the stroke what it takes. */
export const IntervalBar = ({ of: { rate, believed, sure } }: { of: Strength }) => (
  <span className="interval">
    <svg viewBox={`0 0 ${WIDE} 16`} width={WIDE} height="16" aria-hidden="true">
      <line className="interval-track" x1={x(0)} x2={x(1)} y1="8" y2="8" />
      <line className="interval-sure" x1={x(sure.lower)} x2={x(sure.upper)} y1="8" y2="8" />
      <line className="interval-believed" x1={x(believed.lower)} x2={x(believed.upper)} y1="8" y2="8" />
      <line className="interval-gate" x1={x(GATE)} x2={x(GATE)} y1="1" y2="15" />
      <circle className="interval-rate" cx={x(rate)} cy="8" r="3.5" />
    </svg>
    <span className="small num">
      ≥ {percent(believed.lower)}{" "}
      <span className="soft">
        (95 %: {Math.round(sure.lower * 100)}–{percent(sure.upper)})
      </span>
    </span>
  </span>
);
