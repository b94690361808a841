import type { EscalationDetail } from "../../api/types.ts";
import { useNow } from "../../api/use-now.ts";
import { duration, exactTime } from "../../text/words.ts";
import { Fact } from "../../ui/parts.tsx";
import { Exact, Said } from "../../ui/said.tsx";
import { When } from "../../ui/when.tsx";

/** Exactly what would be run, and what is known of it. */
export const Asked = ({
  escalation: { kind, summary, openedAt, expiresAt, target },
  exact,
  asked,
}: {
  escalation: EscalationDetail["escalation"];
  exact: string;
  asked: EscalationDetail["asked"];
}) => (
  <>
    {kind === "help" ? <p className="soft">What Gradus recommends:</p> : null}
    <p className="tv-exact">
      <Exact text={exact} /> <span className="soft">on {target}</span>
    </p>
    {asked?.title === undefined ? null : (
      <p>
        <strong>{asked.title}.</strong> {asked.purpose}
      </p>
    )}
    <p>
      <Said text={summary} />
    </p>
    <dl className="facts">
      {asked?.risk === undefined ? null : <Fact name="Risk">{asked.risk}</Fact>}
      {asked?.undoable === undefined ? null : (
        <Fact name="If it is wrong">{asked.undoable ? "it can be undone" : "it cannot be undone"}</Fact>
      )}
      {asked?.predicts === undefined ? null : <Fact name="What should happen">{asked.predicts}</Fact>}
      <Fact name="Asked">
        <When at={openedAt} />
      </Fact>
      {expiresAt === undefined ? null : (
        <Fact name="Expires">
          <Ends at={expiresAt} />
        </Fact>
      )}
    </dl>
  </>
);

const Ends = ({ at }: { at: number }) => {
  const left = at - useNow();
  return (
    <time dateTime={new Date(at).toISOString()} title={exactTime(at)}>
      {left > 0 ? `in ${duration(left)}` : "it has expired"}
    </time>
  );
};
