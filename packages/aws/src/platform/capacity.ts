import { type CapacityControl, GradusError, type Target } from "@gradus/core";
import type { Clients } from "../clients/create.ts";
import { wantedTasks, wantTasks } from "../ecs/capacity.ts";
import { reserveConcurrency } from "../lambda/capacity.ts";
import { readConcurrency } from "../lambda/describe.ts";
import { growStorage, storageSize } from "../rds/capacity.ts";
import { managerOf, type PlatformManager } from "./kind.ts";

export const createCapacity = (clients: Pick<Clients, "ecs" | "lambda" | "rds">): CapacityControl => ({
  async read(target) {
    const manager = managerOf(target);
    switch (manager.kind) {
      case "ecs":
        return wantedTasks(clients.ecs, manager);
      case "lambda":
        return readConcurrency(clients.lambda, manager);
      case "rds":
        return storageSize(clients.rds, manager);
      default:
        return manager satisfies never;
    }
  },
  async set(target, value) {
    const manager = managerOf(target);
    refuseTooMuch(target, manager, value);
    switch (manager.kind) {
      case "ecs":
        return wantTasks(clients.ecs, manager, value);
      case "lambda":
        return reserveConcurrency(clients.lambda, manager, value);
      case "rds":
        return growStorage(clients.rds, manager, value);
      default:
        return manager satisfies never;
    }
  },
});

/** The runbooks check it as well. This is where money is spent, and zero would switch the target off. */
function refuseTooMuch({ id }: Target, manager: PlatformManager, value: number): void {
  const most = mostOf(manager);
  if (Number.isInteger(value) && value >= 1 && most !== undefined && value <= most) return;
  const allowed = most === undefined ? "its entry allows no change" : `its entry allows 1 to ${most}`;
  throw new GradusError("forbidden", `${id} is not given ${value}: ${allowed}`);
}

function mostOf(manager: PlatformManager): number | undefined {
  switch (manager.kind) {
    case "ecs":
      return manager.maxTasks;
    case "lambda":
      return manager.maxConcurrency;
    case "rds":
      return manager.maxStorageGiB;
    default:
      return manager satisfies never;
  }
}
