import "./tasks.css";
import { useQuery } from "@tanstack/react-query";
import { useDeferredValue, useMemo, useRef, useState } from "react";
import { messageOf } from "../../api/problem.ts";
import { useQueries } from "../../api/use-api.ts";
import { useWho } from "../../api/use-who.ts";
import { useTitle } from "../../app/badge.ts";
import { useKeys } from "../../app/keys.tsx";
import { many } from "../../text/words.ts";
import { Loaded } from "../../ui/loaded.tsx";
import { usualSort } from "./address.ts";
import { Failed } from "./failed.tsx";
import { type State, states } from "./facets.ts";
import { sift } from "./filter.ts";
import { Filters } from "./filters.tsx";
import { List } from "./list.tsx";
import { Nothing } from "./nothing.tsx";
import { inOrder } from "./sort.ts";
import { useAsked } from "./use-address.ts";
import { useMinute } from "./use-minute.ts";
import { usePlaceKept } from "./use-place-kept.ts";
import { useRows } from "./use-rows.ts";
import { useText } from "./use-text.ts";
import { Views } from "./views.tsx";

/** As many as are read without being asked. */
const MANY = 10_000;

const stateWords: Record<State, string> = {
  open: "Open",
  waiting: "Waiting",
  closed: "Closed",
  all: "All",
};

const Tasks = () => {
  useTitle("Tasks");
  const [asked, ask] = useAsked();
  const [text, setText] = useText(asked, ask);
  const place = usePlaceKept();
  const [most, setMost] = useState(MANY);
  const { actor: me } = useWho();
  const now = useMinute();
  const { data: health } = useQuery(useQueries().health());
  const [target, more] = asked.chosen.target;
  const { query, rows, goesOn, hasMore } = useRows(
    {
      state: asked.state === "waiting" ? "open" : asked.state,
      ...(target !== undefined && more === undefined ? { target } : {}),
    },
    most,
  );

  // What is typed is shown at once; what follows from it is drawn when there is time.
  const sought = useDeferredValue(text);
  const known = useDeferredValue(rows);
  const { by, descending } = asked.sort;
  const sorted = useMemo(() => inOrder(known, { by, descending }), [known, by, descending]);
  const seeks = useMemo(() => ({ ...asked, text: sought }), [asked, sought]);
  const sifted = useMemo(() => sift(sorted, seeks, { me, now }), [sorted, seeks, me, now]);

  const field = useRef<HTMLInputElement>(null);
  useKeys([{ keys: "/", says: "Search tasks", do: () => field.current?.focus() }]);
  const countOf = (state: State): number | undefined =>
    state === "open" && asked.state === "closed"
      ? health?.openTasks
      : sifted.of[state] > 0 || state === asked.state
        ? sifted.of[state]
        : undefined;

  return (
    <div className="tasks">
      <div className="row">
        <h1 tabIndex={-1}>Tasks</h1>
        <Views asked={asked} />
      </div>
      <div className="tasks-tools">
        <div className="tasks-tabs" role="group" aria-label="State">
          {states.map((state) => (
            <button
              key={state}
              aria-pressed={state === asked.state}
              onClick={() => ask({ ...asked, state, sort: usualSort(state) })}
            >
              {stateWords[state]}
              {state === "waiting" ? <span className="wide-only"> for people</span> : null}
              {query.data === undefined || countOf(state) === undefined ? null : (
                <span className="num soft"> {countOf(state)}</span>
              )}
            </button>
          ))}
        </div>
        <label className="tasks-search">
          <span className="sr">Search tasks</span>
          <input
            ref={field}
            type="search"
            placeholder="Search tasks ( / )"
            maxLength={100}
            value={text}
            onChange={(event) => setText(event.target.value)}
            onKeyDown={(event) => {
              if (event.key !== "Escape") return;
              // Some browsers would empty it.
              event.preventDefault();
              field.current?.blur();
            }}
          />
        </label>
      </div>
      <Filters asked={asked} sifted={sifted} ask={ask} />
      <Failed />
      <Loaded query={query}>
        {() => (
          <>
            <p className="tasks-count soft small num" role="status">
              {rows.length === 0 ? "" : `${sifted.matching.length} of ${many(rows.length, "task")}`}
              {goesOn ? " so far, more are coming …" : hasMore ? " read" : ""}
            </p>
            {sifted.matching.length > 0 ? (
              <List
                place={place}
                rows={sifted.matching}
                sort={asked.sort}
                now={now}
                onSort={(sort) => ask({ ...asked, sort })}
              />
            ) : goesOn ? null : (
              <Nothing asked={seeks} sifted={sifted} ask={ask} />
            )}
            {query.isFetchNextPageError ? (
              <p className="tasks-count" role="alert">
                The rest cannot be read now: {messageOf(query.error)}{" "}
                <button className="slim" onClick={() => void query.fetchNextPage()}>
                  Try again
                </button>
              </p>
            ) : hasMore && !goesOn ? (
              <p className="tasks-count">
                {rows.length} tasks are read, and there are more: what is filtered and counted here is of
                these.{" "}
                <button className="slim" onClick={() => setMost(rows.length + MANY)}>
                  Read {MANY} more
                </button>
              </p>
            ) : null}
          </>
        )}
      </Loaded>
    </div>
  );
};
export default Tasks;
