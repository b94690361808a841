import {
  CreateClusterCommand,
  CreateServiceCommand,
  RegisterTaskDefinitionCommand,
} from "@aws-sdk/client-ecs";
import { expect, test } from "vitest";
import { createClients, createDiscoveryClients } from "../../../packages/aws/src/clients/create.ts";
import { discover } from "../../../packages/aws/src/discovery/discover.ts";
import { createPlatformManager } from "../../../packages/aws/src/platform/manager.ts";
import { onMiniStack } from "../support/ministack.ts";

// The emulator's tagging service does not know databases and machines: these are tested on what AWS answers.
onMiniStack("discovery", (stack) => {
  test("finds what is tagged, and nothing else, as targets that can be looked at", async () => {
    const clients = createClients(stack());
    const { ecs } = clients;
    await ecs.send(new CreateClusterCommand({ clusterName: "prod" }));
    const containerDefinitions = [{ name: "app", image: "shop", memory: 64 }];
    await ecs.send(new RegisterTaskDefinitionCommand({ family: "shop", containerDefinitions }));
    const create = (serviceName: string, tags: Record<string, string>) =>
      ecs.send(
        new CreateServiceCommand({
          cluster: "prod",
          serviceName,
          taskDefinition: "shop:1",
          desiredCount: 1,
          tags: Object.entries(tags).map(([key, value]) => ({ key, value })),
        }),
      );
    await create("web", { "gradus:managed": "auto", "gradus:depends-on": "worker" });
    await create("worker", { "gradus:managed": "true" });
    await create("private", { team: "other" });

    const { targets, problems } = await discover(createDiscoveryClients(stack()));
    expect(targets.map(({ id, autonomy }) => [id, autonomy.reversible])).toEqual([
      ["web", "auto"],
      ["worker", "approve"],
    ]);
    expect(targets[0]?.dependsOn).toEqual(["worker"]);
    expect(problems).toHaveLength(1);
    const manager = createPlatformManager(clients);
    for (const target of targets) expect(await manager.status(target)).toMatchObject({ running: true });
  });
});
