import type { ExecutionRecord, ExecutionSummary } from "./journal.ts";

/** Cuts a record down to what lists show. */
export const summarise = (record: ExecutionRecord): ExecutionSummary => {
  const { id, machine, name, status, startedAt, stoppedAt } = record;
  return { id, machine, name, status, startedAt, ...(stoppedAt === undefined ? {} : { stoppedAt }) };
};
