import { memo } from "react";
import { Link } from "wouter";
import { targetAt, taskAt } from "../../app/addresses.ts";
import type { TaskSummary } from "../../api/types.ts";
import { isSnoozed } from "../../text/snooze.ts";
import {
  duration,
  exactTime,
  person,
  phaseWord,
  resultMarks,
  severityMarks,
  statusMarks,
} from "../../text/words.ts";
import { Mark } from "../../ui/mark.tsx";
import { Said } from "../../ui/said.tsx";
import { useNow } from "../../api/use-now.ts";

export interface RowProps {
  task: TaskSummary;
  /** In the whole list, from 0. */
  index: number;
  top: number;
  height: number;
  narrow: boolean;
  selected: boolean;
  current: boolean;
  /** In milliseconds, for what is snoozed. */
  now: number;
  me: string;
  onSelect: (id: string, on: boolean, range: boolean) => void;
  onFocus: (id: string) => void;
}

export const linkOf = (id: string): string => `task-${id}`;

/** One task: a line where there is room, else a card of two lines. Always as high as the others. */
export const TaskRow = memo((props: RowProps) => {
  const { task, index, top, height, narrow, selected, current, me, onSelect, onFocus } = props;
  const check = (
    <label className="tasks-check">
      <input
        type="checkbox"
        checked={selected}
        aria-label={`Select ${task.title}`}
        onChange={(event) =>
          onSelect(task.id, event.target.checked, (event.nativeEvent as MouseEvent).shiftKey)
        }
      />
    </label>
  );
  const title = (
    <Link id={linkOf(task.id)} className="tasks-title" href={taskAt(task.id)} title={task.title}>
      <Said text={task.title} max={300} />
    </Link>
  );
  return (
    <div
      role="row"
      aria-rowindex={index + 2}
      className={`tasks-row${selected ? " tasks-selected" : ""}${current ? " tasks-current" : ""}`}
      style={{ height, transform: `translateY(${top}px)` }}
      onFocus={() => onFocus(task.id)}
    >
      <div role="cell">{check}</div>
      {narrow ? (
        <div role="cell" className="tasks-card">
          <div>
            <Severity of={task} short />
            {title}
          </div>
          <div>
            <Mark is={statusMarks[task.status]} />
            <Target of={task} />
            <Age of={task} />
            <People of={task} now={props.now} me={me} />
            <span className="tasks-phase soft">{phaseWord(task.phase)}</span>
            <Last of={task} />
          </div>
        </div>
      ) : (
        [
          <Severity of={task} />,
          title,
          <Target of={task} />,
          <Mark is={statusMarks[task.status]} />,
          `${task.phase} ${phaseWord(task.phase)}`,
          <Last of={task} />,
          <People of={task} now={props.now} me={me} />,
          <Since at={task.updatedAt} />,
          <Age of={task} />,
        ].map((cell, at) => (
          <div role="cell" key={at}>
            {cell}
          </div>
        ))
      )}
    </div>
  );
});

const Severity = ({ of, short = false }: { of: TaskSummary; short?: boolean }) => {
  const is = severityMarks[of.severity];
  return short ? (
    <span className={`mark ${is.tone}`} title={is.word}>
      <span aria-hidden="true">{is.icon}</span>
      <span className="sr">{is.word}</span>
    </span>
  ) : (
    <Mark is={is} />
  );
};

const Target = ({ of }: { of: TaskSummary }) => (
  <Link className="tasks-target" href={targetAt(of.target)}>
    {of.target}
  </Link>
);

const Last = ({ of: { lastAction, attempts } }: { of: TaskSummary }) => {
  if (!lastAction) return <span className="tasks-last soft">nothing yet</span>;
  const { tone, icon, word } = resultMarks[lastAction.result];
  return (
    <span className="tasks-last" title={`${lastAction.runbook}: ${word}, ${attempts} tried`}>
      <span className={`tone-${tone}`} aria-hidden="true">
        {icon}
      </span>{" "}
      <Said text={lastAction.runbook} max={80} /> <span className="soft">{word}</span>
    </span>
  );
};

/** Who sees to it. Each mark has its words for who points at it, and for who listens. */
const People = ({ of: task, now, me }: { of: TaskSummary; now: number; me: string }) => {
  const { acknowledged, assignee, snoozed } = task.care ?? {};
  const marks = [
    acknowledged && (["✓", "", `Acknowledged by ${person(acknowledged.by)}`] as const),
    snoozed && isSnoozed(task, now) && (["◷", "", `Snoozed until ${exactTime(snoozed.until)}`] as const),
    assignee !== undefined &&
      (["@", assignee === me ? "me" : person(assignee), `Assigned to ${person(assignee)}`] as const),
  ].filter((mark) => mark !== undefined && mark !== false);
  return (
    <span className="tasks-people">
      {marks.map(([icon, text, says]) => (
        <span key={icon} title={says}>
          <span aria-hidden="true">
            {icon}
            <Said text={text} max={40} />
          </span>
          <span className="sr">{says} </span>
        </span>
      ))}
    </span>
  );
};

/** How long it has been open, or how long it took. */
const Age = ({ of: { openedAt, firstSeenAt, closedAt } }: { of: TaskSummary }) =>
  closedAt === undefined ? (
    <Since at={openedAt} />
  ) : (
    <span className="tasks-took num" title={`Closed ${exactTime(closedAt)}`}>
      <span>took </span>
      {duration(closedAt - firstSeenAt)}
    </span>
  );

/** As When says it, but for the "ago", which is in the head of the column. */
const Since = ({ at }: { at: number }) => (
  <time dateTime={new Date(at).toISOString()} title={exactTime(at)}>
    {duration(Math.max(1_000, useNow() - at))}
  </time>
);
