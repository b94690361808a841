import { isOpen } from "./predicates.ts";
import type { TaskSummary } from "./schema.ts";
import type { TaskStore } from "./store.ts";

const PAGE = 100;

/** Every open task, page by page. A row that says itself that it is closed is left out. */
export async function* eachOpenTask(tasks: Pick<TaskStore, "list">): AsyncGenerator<TaskSummary> {
  let cursor: string | undefined;
  do {
    const page = await tasks.list({
      state: "open",
      limit: PAGE,
      ...(cursor === undefined ? {} : { cursor }),
    });
    yield* page.tasks.filter(isOpen);
    cursor = page.cursor;
  } while (cursor !== undefined);
}
