import type { Escalation, Task, TaskSummary, Verified } from "@gradus/core";
import type { ExecutionView } from "../ports.ts";
import type { Replay } from "../views/replay.ts";
import { Badge, Clock, Empty, Form, Layout, Lead, Said, TaskTable } from "./parts.tsx";
import type { Site } from "./site.ts";
import type { Moment } from "./timeline.ts";
import { duration, many, phaseWord, statusMark, utc } from "./words.ts";

export const TaskPage = ({
  site,
  task,
  moments,
  execution,
  escalation,
  verified,
  now,
}: {
  site: Site;
  task: Task;
  moments: readonly Moment[];
  execution: ExecutionView | undefined;
  escalation: Escalation | undefined;
  verified: Verified;
  now: number;
}) => {
  const mark = statusMark(task.status);
  return (
    <Layout title={task.title} here="/tasks" site={site}>
      <Lead id="status" live mark={mark} title={`${task.title}: ${mark.word}`}>
        <p class="text">{standing(task, execution, now)}</p>
        {escalation?.status === "open" ? (
          <p>
            <a class="button" href={`/escalations/${escalation.id}`}>
              {escalation.kind === "approval" ? "Approve or reject" : "Resolve it"}
            </a>
          </p>
        ) : null}
      </Lead>
      <section id="timeline" data-live aria-labelledby="timeline-title">
        <h2 id="timeline-title">What happened</h2>
        <Timeline moments={moments} />
      </section>
      <section aria-labelledby="facts-title">
        <h2 id="facts-title">Record</h2>
        <ul class="plain" id="record" data-live>
          <li>
            Task <code class="exact">{task.id}</code>, target{" "}
            <a href={`/tasks?target=${task.target}`}>{task.target}</a>, {task.software}
          </li>
          <li>
            Audit chain:{" "}
            <a href={`/audit?chain=${task.id}`}>
              {verified.ok
                ? `${many(verified.length, "event")}, intact`
                : `broken at event ${verified.at}: ${verified.why}`}
            </a>
          </li>
          {execution ? (
            <li>
              Workflow: {execution.status.toLowerCase()},{" "}
              <a href={`/api/tasks/${task.id}/history`}>{many(execution.history.length, "event")} as JSON</a>
            </li>
          ) : null}
        </ul>
        <Form site={site} to={`/tasks/${task.id}/replay`} kind="above">
          <button>Replay with what Gradus knows today</button>
        </Form>
      </section>
    </Layout>
  );
};

function standing(task: Task, execution: ExecutionView | undefined, now: number): string {
  const phase = `phase ${task.phase} (${phaseWord(task.phase)})`;
  if (task.closedAt !== undefined)
    return `${task.outcome ?? ""} First seen ${utc(task.firstSeenAt)}, closed after ${duration(task.closedAt - task.firstSeenAt)}, in ${phase}.`;
  const states = execution?.states ?? [];
  return `Since ${duration(now - task.firstSeenAt)}, now in ${phase}${states.length === 0 ? "" : `; the workflow is at: ${states.join(", ")}`}.`;
}

const Timeline = ({ moments }: { moments: readonly Moment[] }) => (
  <ol class="time">
    {moments.map((m, i) => (
      <li class={m.tone}>
        <div class="row">
          <h3>
            <Said text={m.title} max={600} /> {m.mark ? <Badge mark={m.mark} /> : null}
          </h3>
          <Clock at={m.at} />
        </div>
        {m.exact === undefined ? null : <p class="exact">{m.exact}</p>}
        {m.lines.length === 0 ? null : (
          <ul class="small">
            {m.lines
              .filter((line) => line !== "")
              .map((line) => (
                <li>
                  <Said text={line} />
                </li>
              ))}
          </ul>
        )}
        {m.more ? (
          <details id={`more-${i}`}>
            <summary>{m.more.summary}</summary>
            <ul class="exact">
              {m.more.lines.map((line) => (
                <li>
                  <Said text={line} max={600} />
                </li>
              ))}
            </ul>
          </details>
        ) : null}
      </li>
    ))}
  </ol>
);

export const ReplayPage = ({ site, task, replay }: { site: Site; task: Task; replay: Replay }) => (
  <Layout title={`Replay of ${task.title}`} here="/tasks" site={site}>
    <Lead
      id="status"
      mark={replay.differs ? { tone: "wait", icon: "≠" } : { tone: "good", icon: "=" }}
      title={replay.differs ? "Today Gradus would act differently" : "Today Gradus would do the same"}
    >
      <p>
        The stored evidence of <a href={`/tasks/${task.id}`}>{task.title}</a> was given to today's patterns
        and experts. Nothing was changed.
      </p>
    </Lead>
    <div class="split">
      <ReplayLines heading="What was done then" lines={replay.then} />
      <ReplayLines heading="What each phase would propose now" lines={replay.now} />
    </div>
  </Layout>
);

const ReplayLines = ({ heading, lines }: { heading: string; lines: readonly string[] }) => (
  <section class="card">
    <h2>{heading}</h2>
    <ul class="plain small">
      {lines.map((line) => (
        <li>
          <Said text={line} />
        </li>
      ))}
    </ul>
  </section>
);

export const TasksPage = ({
  site,
  tasks,
  query,
  cursor,
  targets,
  now,
}: {
  site: Site;
  tasks: readonly TaskSummary[];
  query: { state: string; target?: string | undefined };
  cursor?: string | undefined;
  targets: readonly string[];
  now: number;
}) => (
  <Layout title="Tasks" here="/tasks" site={site}>
    <h1>Tasks</h1>
    <form method="get" action="/tasks" class="actions">
      <label>
        State{" "}
        <select name="state">
          {["all", "open", "closed"].map((state) => (
            <option value={state} selected={state === query.state}>
              {state}
            </option>
          ))}
        </select>
      </label>
      <label>
        Target{" "}
        <select name="target">
          <option value="">all</option>
          {targets.map((target) => (
            <option value={target} selected={target === query.target}>
              {target}
            </option>
          ))}
        </select>
      </label>
      <button>Show</button>
    </form>
    <section id="list" data-live aria-label="Tasks">
      {tasks.length === 0 ? <Empty>No tasks.</Empty> : <TaskTable tasks={tasks} now={now} />}
    </section>
    {cursor === undefined ? null : (
      <p>
        <a
          class="button"
          href={`/tasks?${new URLSearchParams({ state: query.state, ...(query.target === undefined ? {} : { target: query.target }), cursor }).toString()}`}
        >
          Older tasks
        </a>
      </p>
    )}
  </Layout>
);
