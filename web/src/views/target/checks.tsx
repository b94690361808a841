import type { TargetDetail } from "../../api/types.ts";
import { duration, many } from "../../text/words.ts";
import { Card, Section } from "../../ui/parts.tsx";
import { Said } from "../../ui/said.tsx";

/** What is looked at, and when nothing is to be done. */
export const Checks = ({ detail: { target, checks, maintenance } }: { detail: TargetDetail }) => (
  <Section
    title="What is checked"
    id="checks"
    side={<span className="soft small">every {duration(target.intervalMs)}</span>}
  >
    <Card>
      {checks.length === 0 ? <p className="soft">Its entry in targets.yaml has nothing to check.</p> : null}
      <ul className="small checks">
        {checks.map((check) => (
          <li key={check}>
            <Said text={check} max={400} />
          </li>
        ))}
      </ul>
    </Card>
    {maintenance.length === 0 ? null : (
      <>
        <h3 className="windows">{many(maintenance.length, "maintenance window")}</h3>
        <ul className="plain small">
          {maintenance.map(({ days, from, to, zone, mode, open }) => (
            <li key={`${days.join()} ${from}`}>
              {open ? <strong className="tone-wait">■ open now: </strong> : null}
              {days.join(", ")} {from}–{to} {zone}:{" "}
              {mode === "silent" ? "no action and no message" : "actions need approval"}
            </li>
          ))}
        </ul>
      </>
    )}
  </Section>
);
