import { type QueryClient, replaceEqualDeep, useInfiniteQuery, useQueryClient } from "@tanstack/react-query";
import { useEffect, useMemo } from "react";
import type { TaskSummary } from "../../api/types.ts";
import { useQueries } from "../../api/use-api.ts";
import { asHeld } from "./held.ts";
import { type Pages, replaced, rowsOf } from "./pages.ts";

export const LIST = ["tasks", "list"] as const;

/** More pages than this are asked for again less often. */
const FEW_PAGES = 2;

/**
 * All tasks of a state, page after page until there are `most`. What has not changed stays the same object, page by page as they
 * come, so that looking at 10,000 again does not hold up the hand of who reads.
 */
export function useRows(of: { state: "open" | "closed" | "all"; target?: string }, most: number) {
  const queries = useQueries();
  const cache = useQueryClient();
  const asked = queries.tasks(of);
  const read = asked.queryFn;
  const loaded = cache.getQueryData<Pages>(asked.queryKey)?.pages.length ?? 0;
  const query = useInfiniteQuery({
    ...asked,
    ...(loaded > FEW_PAGES ? { meta: { slow: true } } : {}),
    queryFn: async (context) => {
      if (!read) throw new TypeError("the list of tasks cannot be read");
      const page = await read(context);
      const held = { ...page, tasks: page.tasks.map(asHeld) } as typeof page;
      const known = cache.getQueryData<Pages>(asked.queryKey);
      return replaceEqualDeep(known?.pages[known.pageParams.indexOf(context.pageParam)], held);
    },
  });
  const { data, hasNextPage, isFetching, isFetchNextPageError, fetchNextPage } = query;
  const rows = useMemo(() => rowsOf(data?.pages ?? []), [data]);
  const goesOn = hasNextPage && rows.length < most;
  useEffect(() => {
    if (goesOn && !isFetching && !isFetchNextPageError) void fetchNextPage({ cancelRefetch: false });
  }, [goesOn, isFetching, isFetchNextPageError, fetchNextPage]);
  return { query, rows, goesOn, hasMore: hasNextPage };
}

/** Shows tasks in all lists as given, at once. */
export const showIn = (cache: QueryClient, tasks: ReadonlyMap<string, TaskSummary>): void =>
  void cache.setQueriesData<Pages>({ queryKey: LIST }, (data) => data && replaced(data, tasks));
