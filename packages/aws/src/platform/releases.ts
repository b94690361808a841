import { GradusError, type Releases } from "@gradus/core";
import type { Clients } from "../clients/create.ts";
import { currentDefinition, listDefinitions, placeDefinition } from "../ecs/releases.ts";
import { currentVersion, listVersions, placeVersion } from "../lambda/releases.ts";
import { byKind } from "./kind.ts";

/** Versions that AWS keeps: task definitions ("shop:12") and published function versions ("7"). A database has none. */
export const createReleases = (clients: Pick<Clients, "ecs" | "lambda">): Releases => ({
  current: async (target) =>
    byKind(target, {
      ecs: (manager) => currentDefinition(clients.ecs, manager),
      lambda: (manager) => currentVersion(clients.lambda, manager),
      rds: async () => undefined,
    }),
  list: async (target) =>
    byKind(target, {
      ecs: (manager) => listDefinitions(clients.ecs, manager),
      lambda: (manager) => listVersions(clients.lambda, manager),
      rds: async () => [],
    }),
  place: async (target, version) =>
    byKind(target, {
      ecs: (manager) => placeDefinition(clients.ecs, manager, version),
      lambda: (manager) => placeVersion(clients.lambda, manager, version),
      rds: () => {
        const why = `${target.id} is a database: it has no versions that could be put in place`;
        throw new GradusError("invalid_input", why);
      },
    }),
});
