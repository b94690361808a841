import { GradusError, type ServiceManager, type Target } from "@gradus/core";
import type { Clients } from "../clients/create.ts";
import { redeploy, serviceStatus } from "../ecs/manage.ts";
import { functionStatus } from "../lambda/status.ts";
import { instanceStatus, rebootInstance, startInstance } from "../rds/manage.ts";
import { byKind, type PlatformManager } from "./kind.ts";

/** Starts and restarts what AWS runs. It has taken the order when a call returns. Nothing is stopped: AWS has no way back. */
export const createPlatformManager = (clients: Pick<Clients, "ecs" | "lambda" | "rds">): ServiceManager => ({
  status: async (target) =>
    byKind(target, {
      ecs: (manager) => serviceStatus(clients.ecs, manager),
      lambda: (manager) => functionStatus(clients.lambda, manager),
      rds: (manager) => instanceStatus(clients.rds, manager),
    }),
  start: async (target) =>
    byKind(target, {
      ecs: (manager) => redeploy(clients.ecs, manager),
      lambda: refuse(target, "started"),
      rds: (manager) => startInstance(clients.rds, manager),
    }),
  restart: async (target) =>
    byKind(target, {
      ecs: (manager) => redeploy(clients.ecs, manager),
      lambda: refuse(target, "restarted"),
      rds: (manager) => rebootInstance(clients.rds, manager),
    }),
  stop: async (target) => {
    const no = refuse(target, "stopped");
    return byKind(target, { ecs: no, lambda: no, rds: no });
  },
});

const refuse =
  ({ id }: Target, what: string) =>
  ({ kind }: PlatformManager): never => {
    throw new GradusError("invalid_input", `${id} is of kind ${kind}, which is not ${what} by Gradus`);
  };
