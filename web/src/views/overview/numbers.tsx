import { Link } from "wouter";
import type { Stats } from "../../api/types.ts";
import { duration, many, percent } from "../../text/words.ts";
import { Empty, Fact, Section } from "../../ui/parts.tsx";
import { When } from "../../ui/when.tsx";
import { Calibration } from "./calibration.tsx";
import { Days } from "./days.tsx";
import { Fixers } from "./fixers.tsx";
import { Growth } from "./growth.tsx";
import { Itself, Spend } from "./itself.tsx";
import { BOTH, REAL, tasksAt, WAITING } from "../../app/addresses.ts";

/** How well Gradus does. Each number leads to the tasks that make it. */
export const Numbers = ({ stats }: { stats: Stats }) => {
  const { window } = stats;
  // A complete window has no beginning: nothing is older.
  const since = window.complete ? undefined : window.since;
  const some = stats.tasks > 0;
  return (
    <Section title="How well it does" id="numbers" side={some ? <Window window={window} /> : null}>
      {some ? <Figures stats={stats} since={since} /> : null}
      {some ? null : <Empty>Nothing has ever been wrong, so there are no numbers yet.</Empty>}
      <div className="split ov-cards">
        {some ? (
          <>
            <Fixers stats={stats} since={since} />
            <Days stats={stats} since={since} />
            <Calibration calibration={stats.calibration} since={since} />
            <Growth patterns={stats.patterns} />
          </>
        ) : null}
        <Spend />
        <Itself />
      </div>
    </Section>
  );
};

const Window = ({ window: { closed, complete, since } }: { window: Stats["window"] }) => (
  <span className="soft small">
    {closed === 0
      ? "no task is closed yet"
      : `of ${complete ? "all" : "the newest"} ${many(closed, "closed task")}`}
    {since === undefined ? null : (
      <>
        , the oldest <When at={since} />
      </>
    )}
  </span>
);

const Figures = ({ stats, since }: { stats: Stats; since: number | undefined }) => {
  const { autoFixRate, escalationRate, timeToFix } = stats;
  const fixed = tasksAt({ state: "closed", ending: "fixed,assisted", since });
  return (
    <dl className="figures">
      <Figure
        name="fixed without a person"
        href={tasksAt({ state: "closed", ending: "fixed", since })}
        value={autoFixRate === undefined ? undefined : percent(autoFixRate)}
      />
      <Figure
        name="came to a person"
        href={tasksAt({ state: "all", people: "asked,decided", status: REAL, since })}
        value={escalationRate === undefined ? undefined : percent(escalationRate)}
      />
      <Figure
        name="until fixed (median)"
        href={fixed}
        value={timeToFix.all && duration(timeToFix.all.medianMs)}
      />
      <Figure name="for nine of ten" href={fixed} value={timeToFix.all && duration(timeToFix.all.p90Ms)} />
      <Figure
        name="wait for people now"
        href={tasksAt({ state: "open", status: WAITING, snoozed: BOTH })}
        value={stats.waitingForPeople}
      />
    </dl>
  );
};

const Figure = ({
  name,
  href,
  value,
}: {
  name: string;
  href: string;
  value: string | number | undefined;
}) => (
  <Fact name={name}>
    {value === undefined ? <span className="soft">none yet</span> : <Link href={href}>{value}</Link>}
  </Fact>
);
