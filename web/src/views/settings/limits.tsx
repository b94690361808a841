import { Link } from "wouter";
import { targetAt } from "../../app/addresses.ts";
import type { Configuration } from "../../api/types.ts";
import { many } from "../../text/words.ts";
import { Mark } from "../../ui/mark.tsx";
import { Section } from "../../ui/parts.tsx";
import { Said } from "../../ui/said.tsx";

/** How much Gradus may do in an hour, and when it may not. */
export const Limits = ({ of: { limits, actionsThisHour, observeOnly } }: { of: Configuration }) => {
  const { perFleetHour, perTargetHour } = limits;
  const full = actionsThisHour >= perFleetHour;
  return (
    <Section title="Limits" id="limits">
      <div className={`card ${full ? "wait" : ""}`}>
        <p id="taken">
          <strong className="num">{actionsThisHour}</strong> of at most {many(perFleetHour, "action")} taken
          within the last hour
          {full ? ": until some are an hour old, tasks that would need one come to people" : ""}.
        </p>
        <meter
          className="settings-meter"
          aria-labelledby="taken"
          min={0}
          max={Math.max(1, perFleetHour)}
          high={perFleetHour * 0.8}
          optimum={0}
          value={Math.min(actionsThisHour, perFleetHour)}
        />
        <p className="soft">
          On one target at most {perTargetHour} an hour, and one at a time.{" "}
          {observeOnly ? "It was started to observe only: it takes none." : ""}
        </p>
      </div>
    </Section>
  );
};

const open = { tone: "wait", icon: "●", word: "open now" } as const;
const closed = { tone: "calm", icon: "○", word: "closed" } as const;

/** The words of a mode: what a window does to a target. */
const modeOf = (mode: string): string =>
  mode === "silent" ? "no action and no message" : mode === "manual" ? "actions need approval" : mode;

export const Windows = ({ of: { windows } }: { of: Configuration }) => (
  <Section title="Maintenance windows" id="windows">
    <div className="card">
      {windows.length === 0 ? (
        <p className="soft">No target has one. They stand in targets.yaml, as “maintenance” of a target.</p>
      ) : (
        <ul className="plain">
          {[...windows]
            .sort((a, b) => Number(b.open) - Number(a.open))
            .map(({ target, days, from, to, zone, mode, open: isOpen }) => (
              <li key={`${target} ${days.join()} ${from} ${to} ${zone}`} className="row">
                <span>
                  <Link href={targetAt(target)}>
                    <Said text={target} />
                  </Link>
                  : {days.length === 7 ? "every day" : days.join(", ")} {from}–{to}{" "}
                  <span className="soft">
                    <Said text={zone} />, {modeOf(mode)}
                  </span>
                </span>
                <Mark is={isOpen ? open : closed} />
              </li>
            ))}
        </ul>
      )}
    </div>
  </Section>
);
