import type { InfiniteData } from "@tanstack/react-query";
import type { TaskSummary } from "../../api/types.ts";
import { type Row, rowOf } from "./facets.ts";

interface Page {
  tasks: TaskSummary[];
  cursor?: string | undefined;
}
export type Pages = InfiniteData<Page, string | undefined>;

/** A task that moves from one page to another while they are read is in both, and counts once. */
export function rowsOf(pages: readonly Page[]): Row[] {
  const seen = new Map<string, Row>();
  for (const { tasks } of pages) for (const task of tasks) seen.set(task.id, rowOf(task));
  return [...seen.values()];
}

/** The same pages with these tasks in the place of what they were; pages without any of them stay the same object. */
export function replaced(data: Pages, tasks: ReadonlyMap<string, TaskSummary>): Pages {
  const pages = data.pages.map((page) =>
    page.tasks.some(({ id }) => tasks.has(id))
      ? { ...page, tasks: page.tasks.map((task) => tasks.get(task.id) ?? task) }
      : page,
  );
  return { ...data, pages };
}
