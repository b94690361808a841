import "./task.css";
import { useQuery } from "@tanstack/react-query";
import { lazy, Suspense, useEffect, useMemo } from "react";
import type { TaskDetail } from "../../api/types.ts";
import { useNow } from "../../api/use-now.ts";
import { useQueries } from "../../api/use-api.ts";
import { useTitle } from "../../app/badge.ts";
import { severityMarks } from "../../text/words.ts";
import { Boundary } from "../../ui/boundary.tsx";
import { Loaded } from "../../ui/loaded.tsx";
import { Mark } from "../../ui/mark.tsx";
import { Empty, Fact, Lead, Section } from "../../ui/parts.tsx";
import { Said } from "../../ui/said.tsx";
import { AnswerBox } from "./answer-box.tsx";
import { briefOf } from "./brief.ts";
import { Care } from "./care.tsx";
import { Facts, To } from "./facts.tsx";
import { passageOf } from "./history.ts";
import { useKeptWords } from "./kept-words.ts";
import { NoteForm } from "./note.tsx";
import { nowOf } from "./now.ts";
import { pathOf } from "./path.ts";
import { standingOf } from "./standing.ts";
import { Timeline } from "./timeline.tsx";
import { timelineOf } from "./timeline.ts";
import { useWay } from "./use-way.ts";

const Graph = lazy(async () => ({ default: (await import("./late.ts")).Graph }));
const Beyond = lazy(async () => ({ default: (await import("./late.ts")).Beyond }));

const Task = ({ id }: { id: string }) => {
  const query = useQuery(useQueries().task(id));
  useTitle(query.data?.task.title ?? "Task");
  return <Loaded query={query}>{(detail) => <Whole key={detail.task.id} detail={detail} />}</Loaded>;
};
export default Task;

const Whole = ({ detail }: { detail: TaskDetail }) => {
  const { task, execution, escalation } = detail;
  const now = useNow();
  useWay(task.id);
  const kept = useKeptWords(escalation?.id ?? task.id);
  const history = useQuery(useQueries().history(task.id));
  const { refetch } = history;
  const passage = useMemo(() => passageOf(history.data?.events ?? []), [history.data]);
  const path = useMemo(() => pathOf(passage.visits, execution), [passage, execution]);
  const items = useMemo(() => timelineOf(detail, passage), [detail, passage]);
  // The history is asked for less often than the task: not so when the task goes on.
  const stands = `${task.status} ${execution?.status} ${execution?.states.join()}`;
  useEffect(() => void refetch(), [stands, refetch]);

  const { tone, icon, ended = "", says } = standingOf(detail, now);
  const doing = nowOf(execution, passage, now);
  const isOpen = task.closedAt === undefined;
  const brief = isOpen ? briefOf(detail) : [];
  const isAsked = isOpen && escalation?.status === "open";
  return (
    <>
      <Lead
        tone={tone}
        icon={icon}
        title={
          <>
            {ended}
            <Title of={task} />
          </>
        }
        side={isOpen ? <Care task={task} /> : undefined}
      >
        <p className="tv-says">
          <Mark is={severityMarks[task.severity]} />, {says}
        </p>
        {doing === undefined || isAsked ? null : (
          <p className="tv-now" aria-live="off">
            <span className="pulse" aria-hidden="true">
              ●
            </span>{" "}
            {doing}
          </p>
        )}
        {brief.length > 0 ? (
          <dl className="facts tv-brief">
            {brief.map(([name, says]) => (
              <Fact key={name} name={name}>
                <Said text={says} max={600} />
              </Fact>
            ))}
          </dl>
        ) : null}
        {task.outcome === undefined ? null : (
          <p>
            <Said text={task.outcome} />
          </p>
        )}
      </Lead>
      {escalation && isOpen ? <AnswerBox key={escalation.id} escalation={escalation} {...kept} /> : null}
      <Section id="way" title="Its way through the workflow">
        {history.data && path.steps.length === 0 ? (
          <Empty>Its execution is not kept any more.</Empty>
        ) : (
          <Boundary instead={() => <Empty>It cannot be drawn now: reload the page.</Empty>}>
            <Suspense fallback={<div className="wf-room" />}>
              <Graph path={path} />
            </Suspense>
          </Boundary>
        )}
      </Section>
      <div className="tv-columns">
        <div>
          <Timeline items={items} now={isOpen ? doing : undefined} />
          {isAsked ? null : <NoteForm task={task.id} {...kept} />}
        </div>
        <aside>
          <Section id="facts" title="Facts">
            <Facts task={task} />
          </Section>
          <Boundary>
            <Suspense>
              <Beyond detail={detail} />
            </Suspense>
          </Boundary>
        </aside>
      </div>
    </>
  );
};

/** The title, in which the target's name leads to it. */
const Title = ({ of: { target, title } }: { of: Pick<TaskDetail["task"], "target" | "title"> }) => {
  const link = <To place="targets" id={target} />;
  return title.startsWith(`${target} `) ? (
    <>
      {link}
      <Said text={title.slice(target.length)} />
    </>
  ) : (
    <>
      <Said text={title} /> ({link})
    </>
  );
};
