import type { StoreOptions } from "@gradus/store";
import { get, storeContext } from "@gradus/store/rows";
import type { Journal } from "../runner/journal.ts";
import type { Sizes } from "./commit.ts";
import { commit, start } from "./commit.ts";
import { history } from "./history.ts";
import { list, running } from "./list.ts";
import { recordKey, toRecord } from "./row.ts";

/** The runner's journal in the table of the store: a transition is one write. */
export function storeJournal(options: StoreOptions): Journal {
  const ctx = storeContext(options);
  const sizes: Sizes = new Map();
  return {
    start: (record, events) => start(ctx, sizes, record, events),
    commit: (record, events) => commit(ctx, sizes, record, events),
    async load(id) {
      const row = await get(ctx, recordKey(ctx, id));
      return row && toRecord(row);
    },
    running: () => running(ctx),
    history: (id, query) => history(ctx, id, query),
    list: (query) => list(ctx, query),
  };
}
