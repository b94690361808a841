import { Link } from "wouter";
import { taskAt } from "../../app/addresses.ts";
import type { Pattern } from "../../api/types.ts";
import { duration, exactTime, many, percent, resultMarks, spaced } from "../../text/words.ts";
import { Mark } from "../../ui/mark.tsx";
import { Fact } from "../../ui/parts.tsx";
import { Exact, Said } from "../../ui/said.tsx";
import { When } from "../../ui/when.tsx";
import { Judge } from "./judge.tsx";
import { lessonOf, originWords } from "./case.ts";
import { FIXES_AFTER_HARM, GATE, type Standing, strengthOf } from "./strength.ts";

/** All that is known of one pattern, and what a person may do with it. */
export const More = ({ of: pattern, standing, now }: { of: Pattern; standing: Standing; now: number }) => {
  const { totals: t } = pattern;
  return (
    <div className="patterns-all">
      <p>{why(pattern, standing, now)}</p>
      <dl className="facts">
        <Fact name="Fault">
          <Said text={spaced(pattern.faultClass)} />
        </Fact>
        <Fact name="Where it is from">{originWords[pattern.origin]}</Fact>
        <Fact name="Known since">
          <When at={pattern.createdAt} />
        </Fact>
        <Fact name="Outcomes here">
          {t.fixed} fixed, {t.symptomOnly} symptom only, {t.notFixed} not fixed, {t.notHeld} did not hold,{" "}
          {t.harm} harm
        </Fact>
      </dl>
      <Lessons of={pattern} />
      <details>
        <summary>Its id</summary>
        <Exact text={pattern.id} block />
      </details>
      <Judge pattern={pattern} />
    </div>
  );
};

/** Why it is used, or not. */
function why(pattern: Pattern, standing: Standing, now: number): string {
  const atLeast = percent(strengthOf(pattern, now).believed.lower);
  switch (standing) {
    case "retired":
      return "A person took it out of use. Its record stays.";
    case "quarantined": {
      const until = pattern.quarantinedUntil ?? now;
      return `It did harm ${many(pattern.totals.harm, "time")}. Nothing uses it until ${exactTime(until)}, in ${duration(until - now)}.`;
    }
    case "trial":
      return pattern.fixedSinceHarm !== undefined && pattern.fixedSinceHarm < FIXES_AFTER_HARM
        ? `It did harm, and has fixed ${pattern.fixedSinceHarm} of ${FIXES_AFTER_HARM} cases since then. Until it has, quick fixes pass it over.`
        : `Its record is worth at least ${atLeast}, and a quick fix takes ${percent(GATE)}. Until then it is passed over.`;
    case "used":
      return `Where this is seen again it is the quick fix: its record is worth at least ${atLeast}, and it takes ${percent(GATE)}.`;
    default:
      return standing satisfies never;
  }
}

/** The attempts that it learned from last. */
const Lessons = ({ of: { learned = [] } }: { of: Pattern }) => {
  const lessons = learned.flatMap((text) => lessonOf(text) ?? []).reverse();
  if (lessons.length === 0) return null;
  const isTabu = lessons.some(({ outcome }) => outcome !== "fixed");
  return (
    <div>
      <h2>Learned from</h2>
      <ul className="plain">
        {lessons.map(({ task, attempt, outcome }) => (
          <li key={`${task}#${attempt}`}>
            <Link href={taskAt(task)}>
              <Said text={task} />
            </Link>{" "}
            attempt {attempt}: <Mark is={markOf(outcome)} />
          </li>
        ))}
      </ul>
      {isTabu ? (
        <p className="soft small">
          Where it did not work it is tabu: on that task the same action is never tried again.
        </p>
      ) : null}
    </div>
  );
};

const markOf = (outcome: string) =>
  outcome === "harm"
    ? resultMarks.worse
    : ((Object.hasOwn(resultMarks, outcome)
        ? resultMarks[outcome as keyof typeof resultMarks]
        : undefined) ?? { tone: "calm" as const, icon: "·", word: spaced(outcome) });
