import type { TargetDetail } from "../../api/types.ts";
import { duration, many } from "../../text/words.ts";
import { Card, Section } from "../../ui/parts.tsx";
import { Said } from "../../ui/said.tsx";
import { When } from "../../ui/when.tsx";

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
        {checks.map(({ text, result }) => (
          <li key={text}>
            <Said text={text} max={400} />
            {result ? <Result of={result} /> : null}
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

/** What it came to at the last look. */
const Result = ({ of }: { of: NonNullable<TargetDetail["checks"][number]["result"]> }) => {
  const { ok, at, latencyMs, words } = of;
  const [tone, word] = ok === undefined ? ["wait", "? not known"] : ok ? ["good", "✓"] : ["bad", "✗"];
  const said = [latencyMs === undefined ? undefined : duration(latencyMs), words].filter(Boolean).join(", ");
  return (
    <span className="soft">
      {" "}
      <span className={`tone-${tone}`}>
        {word}
        {ok === undefined ? null : <span className="sr">{ok ? "holds" : "does not hold"}</span>}
      </span>{" "}
      {said === "" ? null : <Said text={said} max={200} />} <When at={at} />
    </span>
  );
};
