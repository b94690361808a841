import type { UseQueryResult } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { now } from "../api/clock.ts";
import { messageOf, Problem } from "../api/problem.ts";
import { Note } from "./parts.tsx";
import { At } from "./when.tsx";

/**
 * What a query has brought; before that that it loads, or why it does not and what to do. What was shown once stays, with a
 * note of since when it could not be read again, until it is said to be gone.
 */
export function Loaded<T>({
  query,
  children,
}: {
  query: UseQueryResult<T>;
  children: (data: T) => ReactNode;
}): ReactNode {
  // Its time is asked for only where it is shown: whoever asks is drawn anew with each answer.
  const { data, error } = query;
  const problem = error instanceof Problem ? error : undefined;
  if (data !== undefined && !(problem?.status === 404 && problem.said))
    return (
      <>
        {query.isRefetchError && !isOfAll(problem) ? (
          <Note tone="bad">
            <strong>
              This could not be read again since <At at={now(query.dataUpdatedAt)} />.
            </strong>{" "}
            {messageOf(error)}
          </Note>
        ) : null}
        {children(data)}
      </>
    );
  if (error === null)
    return (
      <p className="starting" aria-busy="true">
        Loading …
      </p>
    );
  return (
    <div className="lead bad">
      <div>
        <h1 tabIndex={-1}>
          {problem?.status === 404 ? "There is nothing here" : "This cannot be shown now"}
        </h1>
        <p>{messageOf(error)}</p>
        <button onClick={() => void query.refetch()}>Try again</button>
      </div>
    </div>
  );
}

/** The banner says it, once. */
const isOfAll = (problem: Problem | undefined): boolean =>
  problem?.isSilence === true || problem?.status === 401;
