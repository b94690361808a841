import {
  CreateClusterCommand,
  CreateServiceCommand,
  ListTasksCommand,
  RegisterTaskDefinitionCommand,
  StopTaskCommand,
} from "@aws-sdk/client-ecs";
import { NO_HOST, parseTarget } from "@gradus/core";
import { beforeAll, expect, test } from "vitest";
import { createClients } from "../../../packages/aws/src/clients/create.ts";
import { createCapacity } from "../../../packages/aws/src/platform/capacity.ts";
import { createPlatform } from "../../../packages/aws/src/platform/create.ts";
import { createPlatformManager } from "../../../packages/aws/src/platform/manager.ts";
import { createReleases } from "../../../packages/aws/src/platform/releases.ts";
import { onMiniStack } from "../support/ministack.ts";

const target = (service: string, maxTasks = 4) =>
  parseTarget({
    id: "shop",
    host: NO_HOST,
    manager: { kind: "ecs", cluster: "prod", service, maxTasks },
    release: { kind: "platform" },
  });
const shop = target("shop");
const clock = { now: () => Date.now() };

onMiniStack("an ECS service", (stack) => {
  const clients = () => createClients(stack());
  const facts = async (of = shop) =>
    (await createPlatform(clients(), { clock }).observe(of)).map(({ fact }) => fact);
  const register = (family: string) =>
    clients().ecs.send(
      new RegisterTaskDefinitionCommand({
        family,
        containerDefinitions: [{ name: "app", image: "shop", memory: 64 }],
      }),
    );

  beforeAll(async () => {
    const { ecs } = clients();
    await ecs.send(new CreateClusterCommand({ clusterName: "prod" }));
    for (const family of ["shop", "shop", "shop-worker", "shop"]) await register(family);
    await ecs.send(
      new CreateServiceCommand({
        cluster: "prod",
        serviceName: "shop",
        taskDefinition: "shop:2",
        desiredCount: 2,
      }),
    );
  });

  test("shows its deployment, its stops and its number of tasks", async () => {
    expect(await facts()).toEqual([
      expect.objectContaining({
        kind: "deployment",
        name: "shop",
        version: "shop:2",
        rollout: "completed",
        desired: 2,
        running: 2,
        startedAt: expect.any(Number),
      }),
      { kind: "capacity", unit: "tasks", value: 2, most: 4 },
      { kind: "stops", name: "shop", count: 0, outOfMemory: 0, reason: "none" },
    ]);
    expect(await createPlatformManager(clients()).status(shop)).toMatchObject({
      running: true,
      recentStarts: 0,
    });
  });

  test("a task that a person stopped is no crash", async () => {
    const { ecs } = clients();
    const { taskArns = [] } = await ecs.send(new ListTasksCommand({ cluster: "prod", serviceName: "shop" }));
    await ecs.send(new StopTaskCommand({ cluster: "prod", task: taskArns[0] }));
    const stopped = await ecs.send(
      new ListTasksCommand({ cluster: "prod", serviceName: "shop", desiredStatus: "STOPPED" }),
    );
    expect(stopped.taskArns).toHaveLength(1);
    expect((await facts()).find(({ kind }) => kind === "stops")).toMatchObject({ count: 0 });
  });

  test("a restart begins a new deployment of the same version", async () => {
    const manager = createPlatformManager(clients());
    const before = await manager.status(shop);
    // ECS tells times in seconds here: a second deployment within one would look like the first.
    while (Math.floor(Date.now() / 1_000) === Math.floor((before.startedAt ?? 0) / 1_000)) {
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
    await manager.restart(shop);
    expect((await manager.status(shop)).startedAt).toBeGreaterThan(before.startedAt ?? Infinity);
    expect((await createReleases(clients()).current(shop))?.version).toBe("shop:2");
  });

  test("versions are those of its own family, newest first, and one of them can be put in place", async () => {
    const releases = createReleases(clients());
    expect(await releases.list(shop)).toEqual(["shop:3", "shop:2", "shop:1"]);
    await releases.place(shop, "shop:1");
    expect(await releases.current(shop)).toEqual({ version: "shop:1", changedAt: expect.any(Number) });
    await expect(releases.place(shop, "shop:99; rm")).rejects.toMatchObject({ code: "invalid_input" });
  });

  test("it can be scaled as far as its entry allows, and no further", async () => {
    const capacity = createCapacity(clients());
    await capacity.set(shop, 4);
    expect(await capacity.read(shop)).toEqual({ unit: "tasks", value: 4, most: 4 });
    await expect(capacity.set(shop, 5)).rejects.toMatchObject({ code: "forbidden" });
    await expect(capacity.set(shop, 0)).rejects.toMatchObject({ code: "forbidden" });
    expect((await capacity.read(shop))?.value).toBe(4);
  });

  test("one that was scaled to nothing is left alone", async () => {
    const { ecs } = clients();
    await ecs.send(
      new CreateServiceCommand({
        cluster: "prod",
        serviceName: "asleep",
        taskDefinition: "shop:2",
        desiredCount: 0,
      }),
    );
    const manager = createPlatformManager(clients());
    expect(await manager.status(target("asleep"))).toMatchObject({ running: false, stoppedOnPurpose: true });
    await expect(manager.restart(target("asleep"))).rejects.toMatchObject({ code: "forbidden" });
    await expect(manager.stop(shop)).rejects.toMatchObject({ code: "invalid_input" });
  });

  test("one that is not there is not known, and nobody takes it for down", async () => {
    const unknown = "there is no service gone in cluster prod";
    expect(await facts(target("gone"))).toEqual([
      { kind: "process", running: false, recentStarts: 0, unknown },
    ]);
    expect(await createPlatformManager(clients()).status(target("gone"))).toMatchObject({ unknown });
    expect(await createReleases(clients()).current(target("gone"))).toBeUndefined();
    await expect(createCapacity(clients()).read(target("gone"))).rejects.toMatchObject({ code: "not_found" });
  });
});
