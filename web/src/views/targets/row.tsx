import { memo } from "react";
import { Link } from "wouter";
import type { TargetView } from "../../api/types.ts";
import { many, stateMarks } from "../../text/words.ts";
import { Mark } from "../../ui/mark.tsx";
import { Said } from "../../ui/said.tsx";
import { When } from "../../ui/when.tsx";
import { allowedWords } from "./filter.ts";
import { targetAt } from "../../app/addresses.ts";

/** A target in a line, of several on narrow screens. What a column is, is said with it. */
export const Row = memo(({ target }: { target: TargetView }) => {
  const { id, software, version, owner, state, paused, symptoms, degraded, autonomy, baseline } = target;
  const more = symptoms.length - 1;
  return (
    <li className={`target-row ${state}`}>
      <span className="target-state">
        <Mark is={stateMarks[state]} />
        {paused ? <Mark is={{ tone: "wait", icon: "■", word: "paused" }} /> : null}
      </span>
      <span>
        <Link href={targetAt(id)}>
          <strong>{id}</strong>
        </Link>
        <span className="soft small target-kind">
          <Said text={[software, version, owner].filter(Boolean).join(" · ")} max={120} />
        </span>
      </span>
      <span className="small">
        {symptoms[0] ? (
          <>
            <Said text={symptoms[0].summary} max={160} />
            {more > 0 ? <span className="soft"> and {many(more, "more sign", "more signs")}</span> : null}
          </>
        ) : (
          <span className="soft">
            {degraded[0] === undefined ? (
              target.dependsOn.length === 0 ? null : (
                `relies on ${target.dependsOn.join(", ")}`
              )
            ) : (
              <>
                Not all can be seen: <Said text={degraded[0]} max={120} />
              </>
            )}
          </span>
        )}
      </span>
      <span className="small">
        <span className="target-name">checked </span>
        {target.checkedAt === undefined ? "never" : <When at={target.checkedAt} />}
      </span>
      <span className="small">
        <span className="target-name">Gradus </span>
        {allowedWords(autonomy)}
      </span>
      <span className="small">
        <span className="target-name">baseline </span>
        {baseline === undefined ? "none yet" : <When at={baseline.takenAt} />}
      </span>
    </li>
  );
});
