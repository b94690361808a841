import { defaultRangeExtractor, useWindowVirtualizer } from "@tanstack/react-virtual";
import { type CSSProperties, type RefObject, useEffect, useMemo, useRef, useState } from "react";
import { useLocation } from "wouter";
import { taskAt } from "../../app/addresses.ts";
import { useKeys } from "../../app/keys.tsx";
import { lastList } from "../../app/last-list.ts";
import { useWho } from "../../api/use-who.ts";
import type { TaskSummary } from "../../api/types.ts";
import { useToasts } from "../../ui/toasts.tsx";
import type { Sort } from "./address.ts";
import { Bulk } from "./bulk.tsx";
import { fits, type Order, whyNot } from "./care.ts";
import { AskOrder, type Asking } from "./dialogs.tsx";
import type { Row } from "./facets.ts";
import { Head } from "./head.tsx";
import { TaskRow } from "./row.tsx";
import { NONE } from "./select.ts";
import { useAct } from "./use-act.ts";
import { useFocus } from "./use-focus.ts";
import { rowHeight, useNarrow, usePlace } from "./use-layout.ts";
import type { Place } from "./use-place-kept.ts";
import { useSelecting } from "./use-selecting.ts";

/** The rows that are in sight, what is selected of all of them, and what can be done with it. */
export const List = ({
  place,
  rows,
  sort,
  now,
  onSort,
}: {
  place: RefObject<Place>;
  rows: readonly Row[];
  sort: Sort;
  now: number;
  onSort: (sort: Sort) => void;
}) => {
  const { actor, may } = useWho();
  const [, go] = useLocation();
  const act = useAct();
  const { say } = useToasts();
  const narrow = useNarrow();
  const height = rowHeight(narrow);
  const body = useRef<HTMLDivElement>(null);
  const { start, stuck } = usePlace(body);
  const [current, setCurrent] = useState(place.current.id);
  const [asking, setAsking] = useState<{ asking: Asking; tasks: readonly TaskSummary[] }>();

  const ids = useMemo(() => rows.map(({ task }) => task.id), [rows]);
  const at = useMemo(() => (current === undefined ? -1 : ids.indexOf(current)), [ids, current]);
  useEffect(() => {
    lastList.ids = ids;
  }, [ids]);
  const lastAt = useRef(0);
  if (at >= 0) lastAt.current = at;
  const { named, selected, select, onSelect, onRow } = useSelecting(rows, ids);

  const view = useWindowVirtualizer({
    count: rows.length,
    estimateSize: () => height,
    getItemKey: (index) => ids[index] ?? index,
    overscan: 5,
    scrollMargin: start,
    scrollPaddingStart: stuck + height,
    scrollPaddingEnd: height,
    // The row with the focus stays, wherever one scrolls to.
    rangeExtractor: (range) => {
      const seen = defaultRangeExtractor(range);
      return at < 0 || seen.includes(at) ? seen : [...seen, at].sort((a, b) => a - b);
    },
  });
  useEffect(() => view.measure(), [view, height]);

  const focus = useFocus(place, current, at >= 0);

  const move = (by: number): void => {
    const to = at < 0 ? lastAt.current : Math.max(0, Math.min(rows.length - 1, at + by));
    const id = ids[Math.min(to, ids.length - 1)];
    if (id === undefined) return;
    view.scrollToIndex(to, { align: "auto" });
    setCurrent(id);
    focus(id);
  };
  const meant = (): readonly TaskSummary[] => {
    const row = rows[at];
    return selected.length > 0 ? selected : row ? [row.task] : [];
  };
  const order = (given: Order, tasks: readonly TaskSummary[]): void => {
    setAsking(undefined);
    act(given, tasks);
    if (given.verb === "resolve" || given.verb === "retry") select(NONE);
  };
  const ask = (asking: Asking): void => {
    const tasks = meant();
    if (!may("operator") || tasks.length === 0) return;
    if (tasks.some((task) => fits(asking, task))) setAsking({ asking, tasks });
    else say(whyNot(asking), "wait");
  };
  const hadSome = useRef(false);
  useEffect(() => {
    // What could be done with the selection had the focus, and is gone with it.
    if (hadSome.current && selected.length === 0 && document.activeElement === document.body) move(0);
    hadSome.current = selected.length > 0;
  });

  useKeys([
    { keys: "j", says: "Next task", do: () => move(1) },
    { keys: "k", says: "Task before", do: () => move(-1) },
    {
      keys: "x",
      says: "Select the task, or not",
      do: () => current !== undefined && at >= 0 && onSelect(current, !named.has(current), false),
    },
    {
      keys: "Enter",
      says: "Open the task",
      do: ({ target }) => {
        // What has the focus itself goes first, as always.
        if (target instanceof HTMLElement && target.matches("a, button, summary")) target.click();
        else if (at >= 0) go(taskAt(current ?? ""));
      },
    },
    { keys: "Escape", says: "Select nothing", do: () => select(NONE) },
    {
      keys: "a",
      says: "Acknowledge what is selected, or the task",
      do: () => may("operator") && meant().length > 0 && order({ verb: "acknowledge" }, meant()),
    },
    { keys: "s", says: "Snooze", do: () => ask("snooze") },
    { keys: "r", says: "Resolve", do: () => ask("resolve") },
  ]);

  return (
    <div
      className={narrow ? "tasks-list tasks-narrow" : "tasks-list"}
      style={{ "--tasks-top": `${stuck}px` } as CSSProperties}
    >
      {selected.length > 0 ? (
        <Bulk
          tasks={selected}
          matching={rows.length}
          narrow={narrow}
          onAll={() => select(ids)}
          onNone={() => select(NONE)}
          onAsk={ask}
          onOrder={(given) => order(given, selected)}
        />
      ) : null}
      <div role="table" aria-label="Tasks" aria-rowcount={rows.length + 1}>
        <Head
          sort={sort}
          narrow={narrow}
          matching={rows.length}
          hidden={selected.length > 0}
          onSort={onSort}
          onAll={() => select(ids)}
        />
        <div role="rowgroup" ref={body} className="tasks-body" style={{ height: rows.length * height }}>
          {view.getVirtualItems().map(({ index, start: top }) => {
            const task = rows[index]?.task;
            return task ? (
              <TaskRow
                key={task.id}
                task={task}
                index={index}
                top={top - start}
                height={height}
                narrow={narrow}
                selected={named.has(task.id)}
                current={task.id === current}
                now={now}
                me={actor}
                onSelect={onRow}
                onFocus={setCurrent}
              />
            ) : null;
          })}
        </div>
      </div>
      {asking ? (
        <AskOrder
          {...asking}
          me={actor}
          onClose={() => setAsking(undefined)}
          onOrder={(given) => order(given, asking.tasks)}
        />
      ) : null}
    </div>
  );
};
