import type { UseQueryResult } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { messageOf } from "../../api/problem.ts";
import { Note } from "../../ui/parts.tsx";

/** A part of the page that has an answer of its own to wait for: one that fails does not take the others along. */
export function Part<T>({
  query,
  children,
}: {
  query: UseQueryResult<T>;
  children: (data: T) => ReactNode;
}): ReactNode {
  if (query.data !== undefined) return children(query.data);
  return query.error ? (
    <Note tone="bad">{messageOf(query.error)}</Note>
  ) : (
    <p className="starting" aria-busy="true">
      Loading …
    </p>
  );
}
