import type { Lease, LeaseStore } from "@gradus/core";
import { update } from "../operations.ts";
import type { StoreContext } from "../context.ts";
import { acquire } from "./acquire.ts";
import { keyOf, read } from "./row.ts";
import { startsSince } from "./starts.ts";

export const leaseStore = (ctx: StoreContext): LeaseStore => ({
  acquire: (want) => acquire(ctx, want),

  async get(target): Promise<Lease | undefined> {
    return (await read(ctx, target))?.lease;
  },

  startsSince: (since, most) => startsSince(ctx, since, most),

  /** Giving back what is not held, or held by another task, changes nothing. */
  async release(target, task) {
    await update(ctx, keyOf(ctx, target), "released = :yes, v = v + :one", {
      expression: "task = :task AND released = :no",
      values: { ":task": task, ":yes": true, ":no": false, ":one": 1 },
    });
  },
});
