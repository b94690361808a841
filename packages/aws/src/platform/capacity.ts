import { type CapacityControl, GradusError, type Target } from "@gradus/core";
import type { Clients } from "../clients/create.ts";
import { wantedTasks, wantTasks } from "../ecs/capacity.ts";
import { reserveConcurrency } from "../lambda/capacity.ts";
import { readConcurrency } from "../lambda/describe.ts";
import { growStorage, storageSize } from "../rds/capacity.ts";
import { byKind } from "./kind.ts";

export const createCapacity = (clients: Pick<Clients, "ecs" | "lambda" | "rds">): CapacityControl => ({
  read: async (target) =>
    byKind(target, {
      ecs: (manager) => wantedTasks(clients.ecs, manager),
      lambda: (manager) => readConcurrency(clients.lambda, manager),
      rds: (manager) => storageSize(clients.rds, manager),
    }),
  async set(target, value) {
    refuseTooMuch(target, value);
    await byKind(target, {
      ecs: (manager) => wantTasks(clients.ecs, manager, value),
      lambda: (manager) => reserveConcurrency(clients.lambda, manager, value),
      rds: (manager) => growStorage(clients.rds, manager, value),
    });
  },
});

/** The runbooks check it as well. This is where money is spent, and zero would switch the target off. */
function refuseTooMuch(target: Target, value: number): void {
  const most = byKind(target, {
    ecs: ({ maxTasks }) => maxTasks,
    lambda: ({ maxConcurrency }) => maxConcurrency,
    rds: ({ maxStorageGiB }) => maxStorageGiB,
  });
  if (Number.isInteger(value) && value >= 1 && most !== undefined && value <= most) return;
  const allowed = most === undefined ? "its entry allows no change" : `its entry allows 1 to ${most}`;
  throw new GradusError("forbidden", `${target.id} is not given ${value}: ${allowed}`);
}
