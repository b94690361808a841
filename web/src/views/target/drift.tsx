import { Link } from "wouter";
import type { TargetDetail } from "../../api/types.ts";
import { Section } from "../../ui/parts.tsx";
import { Said } from "../../ui/said.tsx";
import { When } from "../../ui/when.tsx";
import { taskAt } from "../../app/addresses.ts";

/** What differs from the baseline: what should be, and what is, or was when that was compared last. */
export const Drift = ({ detail: { drift, compared } }: { detail: TargetDetail }) => {
  const [first] = drift;
  if (!first || !compared) return null;
  const { at, by, total, repairedAt } = compared;
  return (
    <Section
      title="Drift"
      id="drift"
      side={
        <span className="soft small">
          {by === "now" ? null : <>as compared </>}
          <When at={at} />
          {first.task === undefined ? null : (
            <>
              {" "}
              for <Link href={taskAt(first.task)}>a task</Link>
            </>
          )}
          {total > drift.length ? `, ${drift.length} of ${total}` : null}
        </span>
      }
    >
      {repairedAt === undefined ? null : (
        <p className="tone-good">
          ✓ A fix was verified <When at={repairedAt} />, after this was compared.
        </p>
      )}
      <ul className="plain">
        {drift.map(({ fact, text }) => (
          <li key={text}>
            {fact.kind === "drift" ? (
              <>
                <p className="small">
                  <strong>{fact.aspect}</strong> <Said text={fact.key} max={300} />
                  {fact.changedAt === undefined ? null : (
                    <span className="soft">
                      , changed <When at={fact.changedAt} />
                    </span>
                  )}
                </p>
                <Line sign="−" word="expected" of={fact.expected} />
                <Line sign="+" word="found" of={fact.actual} />
              </>
            ) : (
              <Said text={text} />
            )}
          </li>
        ))}
      </ul>
    </Section>
  );
};

const Line = ({
  sign,
  word,
  of,
}: {
  sign: "−" | "+";
  word: string;
  of: string | number | boolean | null;
}) => (
  <div className={`exact diff ${sign === "+" ? "found" : "expected"}`}>
    <span aria-hidden="true">{sign} </span>
    <span className="sr">{word}: </span>
    {of === null ? <em>nothing</em> : <Said text={String(of)} max={2_000} />}
  </div>
);
