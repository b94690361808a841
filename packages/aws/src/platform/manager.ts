import { GradusError, type Manager, type ServiceManager, type Target } from "@gradus/core";
import type { Clients } from "../clients/create.ts";
import { redeploy, serviceStatus } from "../ecs/manage.ts";
import { functionStatus } from "../lambda/status.ts";
import { instanceStatus, rebootInstance, startInstance } from "../rds/manage.ts";
import { managerOf } from "./kind.ts";

/** Starts and restarts what AWS runs. It has taken the order when a call returns. Nothing is stopped: AWS has no way back. */
export const createPlatformManager = (clients: Pick<Clients, "ecs" | "lambda" | "rds">): ServiceManager => ({
  async status(target) {
    const manager = managerOf(target);
    switch (manager.kind) {
      case "ecs":
        return serviceStatus(clients.ecs, manager);
      case "lambda":
        return functionStatus(clients.lambda, manager);
      case "rds":
        return instanceStatus(clients.rds, manager);
      default:
        return manager satisfies never;
    }
  },
  async start(target) {
    const manager = managerOf(target);
    switch (manager.kind) {
      case "ecs":
        return redeploy(clients.ecs, manager);
      case "lambda":
        return refuse(target, manager, "started");
      case "rds":
        return startInstance(clients.rds, manager);
      default:
        return manager satisfies never;
    }
  },
  async restart(target) {
    const manager = managerOf(target);
    switch (manager.kind) {
      case "ecs":
        return redeploy(clients.ecs, manager);
      case "lambda":
        return refuse(target, manager, "restarted");
      case "rds":
        return rebootInstance(clients.rds, manager);
      default:
        return manager satisfies never;
    }
  },
  stop: async (target) => refuse(target, managerOf(target), "stopped"),
});

function refuse({ id }: Target, { kind }: Manager, what: string): never {
  throw new GradusError("invalid_input", `${id} is of kind ${kind}, which is not ${what} by Gradus`);
}
