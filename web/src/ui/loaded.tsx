import type { UseQueryResult } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { messageOf, Problem } from "../api/problem.ts";

/** What a query has brought; before that that it loads, or why it does not and what to do. What was shown once stays. */
export function Loaded<T>({
  query,
  children,
}: {
  query: UseQueryResult<T>;
  children: (data: T) => ReactNode;
}): ReactNode {
  if (query.data !== undefined) return children(query.data);
  if (query.error === null)
    return (
      <p className="starting" aria-busy="true">
        Loading …
      </p>
    );
  const missing = query.error instanceof Problem && query.error.status === 404;
  return (
    <div className="lead bad">
      <div>
        <h1 tabIndex={-1}>{missing ? "There is nothing here" : "This cannot be shown now"}</h1>
        <p>{messageOf(query.error)}</p>
        <button onClick={() => void query.refetch()}>Try again</button>
      </div>
    </div>
  );
}
