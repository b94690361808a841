import type { HistoryEvent } from "./history/event.ts";
import type { ExecutionRecord, Journal } from "./journal.ts";
import { summarise } from "./summary.ts";

interface Entry {
  record: ExecutionRecord;
  readonly events: HistoryEvent[];
}

/** A journal that lasts as long as the process: for tests and for embedding. */
export const memoryJournal = (): Journal => {
  const entries = new Map<string, Entry>();
  return {
    start: async (record, events) => {
      if (entries.has(record.id)) return "exists";
      entries.set(record.id, { record: structuredClone(record), events: structuredClone([...events]) });
      return "started";
    },
    commit: async (record, events) => {
      const entry = entries.get(record.id);
      if (entry?.record.version !== record.version - 1) return "stale";
      entry.record = structuredClone(record);
      entry.events.push(...structuredClone(events));
      return "committed";
    },
    load: async (id) => structuredClone(entries.get(id)?.record),
    running: async function* () {
      for (const { record } of entries.values())
        if (record.status === "RUNNING") yield structuredClone(record);
    },
    history: async (id, { limit = 1000, reverse = false, cursor } = {}) => {
      const all = entries.get(id)?.events ?? [];
      const [events, next] = page(reverse ? all.toReversed() : all, limit, cursor);
      return next === undefined ? { events } : { events, cursor: next };
    },
    list: async ({ machine, status, limit = 100, cursor } = {}) => {
      const all = [...entries.values()]
        .map(({ record }) => summarise(record))
        .filter((one) => (machine ?? one.machine) === one.machine && (status ?? one.status) === one.status)
        .reverse()
        .sort((a, b) => b.startedAt - a.startedAt);
      const [executions, next] = page(all, limit, cursor);
      return next === undefined ? { executions } : { executions, cursor: next };
    },
  };
};

const page = <T>(all: readonly T[], limit: number, cursor: string | undefined): [T[], string | undefined] => {
  const from = cursor === undefined ? 0 : Number(cursor);
  const to = from + limit;
  return [structuredClone(all.slice(from, to)), to < all.length ? String(to) : undefined];
};
