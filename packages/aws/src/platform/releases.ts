import { GradusError, type Releases, type Target } from "@gradus/core";
import type { Clients } from "../clients/create.ts";
import { currentDefinition, listDefinitions, placeDefinition } from "../ecs/releases.ts";
import { currentVersion, listVersions, placeVersion } from "../lambda/releases.ts";
import { managerOf } from "./kind.ts";

/** Versions that AWS keeps: task definitions ("shop:12") and published function versions ("7"). A database has none. */
export const createReleases = (clients: Pick<Clients, "ecs" | "lambda">): Releases => ({
  async current(target) {
    const manager = managerOf(target);
    switch (manager.kind) {
      case "ecs":
        return currentDefinition(clients.ecs, manager);
      case "lambda":
        return currentVersion(clients.lambda, manager);
      case "rds":
        return undefined;
      default:
        return manager satisfies never;
    }
  },
  async list(target) {
    const manager = managerOf(target);
    switch (manager.kind) {
      case "ecs":
        return listDefinitions(clients.ecs, manager);
      case "lambda":
        return listVersions(clients.lambda, manager);
      case "rds":
        return [];
      default:
        return manager satisfies never;
    }
  },
  async place(target, version) {
    const manager = managerOf(target);
    switch (manager.kind) {
      case "ecs":
        return placeDefinition(clients.ecs, manager, version);
      case "lambda":
        return placeVersion(clients.lambda, manager, version);
      case "rds":
        return refuse(target);
      default:
        return manager satisfies never;
    }
  },
});

function refuse({ id }: Target): never {
  throw new GradusError(
    "invalid_input",
    `${id} is a database: it has no versions that could be put in place`,
  );
}
