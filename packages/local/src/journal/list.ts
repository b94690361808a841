import type { StoreContext } from "@gradus/store/rows";
import { getMany, listNewest } from "@gradus/store/rows";
import type { ExecutionRecord, ListPage, ListQuery } from "../runner/journal.ts";
import { machinePartition, statuses, statusPartitions, toRecord, toSummary } from "./row.ts";

export async function list(ctx: StoreContext, query: ListQuery = {}): Promise<ListPage> {
  const { machine, status, limit = 100, cursor } = query;
  const wanted = status ? [status] : statuses;
  const page = await listNewest(ctx, {
    index: machine === undefined ? "g1" : "g2",
    partitions: wanted.flatMap((s) =>
      machine === undefined ? statusPartitions(ctx, s) : [machinePartition(machine, s)],
    ),
    scope: JSON.stringify(["execution", machine, status]),
    limit,
    cursor,
  });
  const executions = page.rows.map(toSummary);
  return page.cursor === undefined ? { executions } : { executions, cursor: page.cursor };
}

const PAGE = 100;

/** The rows are read as they are now: one that has ended since it was listed is left out. */
export async function* running(ctx: StoreContext): AsyncGenerator<ExecutionRecord> {
  let cursor: string | undefined;
  do {
    const page = await listNewest(ctx, {
      index: "g1",
      partitions: statusPartitions(ctx, "RUNNING"),
      scope: "running",
      limit: PAGE,
      cursor,
    });
    for (const row of await getMany(ctx, page.rows)) {
      const record = toRecord(row);
      if (record.status === "RUNNING") yield record;
    }
    cursor = page.cursor;
  } while (cursor !== undefined);
}
