import { PutMetricDataCommand } from "@aws-sdk/client-cloudwatch";
import { CreateDBInstanceCommand, StopDBInstanceCommand } from "@aws-sdk/client-rds";
import { NO_HOST, parseTarget } from "@gradus/core";
import { beforeAll, expect, test, vi } from "vitest";
import { createClients } from "../../../packages/aws/src/clients/create.ts";
import { createCapacity } from "../../../packages/aws/src/platform/capacity.ts";
import { createPlatform } from "../../../packages/aws/src/platform/create.ts";
import { createPlatformManager } from "../../../packages/aws/src/platform/manager.ts";
import { createReleases } from "../../../packages/aws/src/platform/releases.ts";
import { onMiniStack } from "../support/ministack.ts";

const GIB = 1_024 ** 3;
const target = (instance: string) =>
  parseTarget({
    id: "main",
    host: NO_HOST,
    manager: { kind: "rds", instance, maxStorageGiB: 200, maxStoragePercent: 85 },
  });
const main = target("main");
const clock = { now: () => Date.now() };

onMiniStack("a database on RDS", (stack) => {
  const clients = () => createClients(stack());
  const facts = async (of = main) =>
    (await createPlatform(clients(), { clock }).observe(of)).map(({ fact }) => fact);
  const becomes = (running: boolean) =>
    vi.waitFor(
      async () => {
        const status = await createPlatformManager(clients()).status(main);
        expect(status).toEqual({ running, recentStarts: 0 });
      },
      { timeout: 10_000 },
    );

  beforeAll(async () => {
    await clients().rds.send(
      new CreateDBInstanceCommand({
        DBInstanceIdentifier: "main",
        DBInstanceClass: "db.t4g.micro",
        Engine: "postgres",
        AllocatedStorage: 100,
        MasterUsername: "gradus",
        MasterUserPassword: "only-on-the-emulator",
      }),
    );
    await becomes(true);
  });

  test("shows how full its storage is, and how large", async () => {
    expect(await facts()).toEqual([{ kind: "capacity", unit: "storage_gib", value: 100, most: 200 }]);
    const datum = (gib: number, minutesAgo: number) => ({
      MetricName: "FreeStorageSpace",
      Value: gib * GIB,
      Timestamp: new Date(Date.now() - minutesAgo * 60_000),
      Dimensions: [{ Name: "DBInstanceIdentifier", Value: "main" }],
    });
    await clients().cloudwatch.send(
      new PutMetricDataCommand({ Namespace: "AWS/RDS", MetricData: [datum(50, 5), datum(10, 2)] }),
    );
    expect((await facts())[0]).toEqual({
      kind: "disk",
      path: "storage",
      usedPercent: 90,
      inodesPercent: 0,
      maxPercent: 85,
    });
  });

  test("comes back after a reboot, and after it was stopped", async () => {
    const manager = createPlatformManager(clients());
    await manager.restart(main);
    await becomes(true);
    await clients().rds.send(new StopDBInstanceCommand({ DBInstanceIdentifier: "main" }));
    await becomes(false);
    await manager.restart(main);
    await becomes(true);
    await clients().rds.send(new StopDBInstanceCommand({ DBInstanceIdentifier: "main" }));
    await manager.start(main);
    await becomes(true);
  });

  test("is given more storage as far as its entry allows", async () => {
    const capacity = createCapacity(clients());
    await capacity.set(main, 120);
    expect(await capacity.read(main)).toEqual({ unit: "storage_gib", value: 120, most: 200 });
    await expect(capacity.set(main, 201)).rejects.toMatchObject({ code: "forbidden" });
  });

  test("has no versions, and is never stopped", async () => {
    expect(await createReleases(clients()).list(main)).toEqual([]);
    await expect(createPlatformManager(clients()).stop(main)).rejects.toMatchObject({
      code: "invalid_input",
    });
  });

  test("one that is not there is not known", async () => {
    const unknown = "there is no database instance gone";
    expect(await facts(target("gone"))).toEqual([
      { kind: "process", running: false, recentStarts: 0, unknown },
    ]);
    expect(await createPlatformManager(clients()).status(target("gone"))).toMatchObject({ unknown });
  });
});
