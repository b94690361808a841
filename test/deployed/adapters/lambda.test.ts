import { execFileSync } from "node:child_process";
import { PutMetricDataCommand } from "@aws-sdk/client-cloudwatch";
import {
  CreateAliasCommand,
  CreateFunctionCommand,
  GetAliasCommand,
  GetFunctionConfigurationCommand,
  type LambdaClient,
  PublishVersionCommand,
  PutFunctionConcurrencyCommand,
  UpdateAliasCommand,
  UpdateFunctionConfigurationCommand,
} from "@aws-sdk/client-lambda";
import { NO_HOST, parseTarget } from "@gradus/core";
import { beforeAll, expect, test, vi } from "vitest";
import { createClients } from "../../../packages/aws/src/clients/create.ts";
import { createCapacity } from "../../../packages/aws/src/platform/capacity.ts";
import { createPlatform } from "../../../packages/aws/src/platform/create.ts";
import { createPlatformManager } from "../../../packages/aws/src/platform/manager.ts";
import { createReleases } from "../../../packages/aws/src/platform/releases.ts";
import { onMiniStack, python } from "../support/ministack.ts";

const target = (alias: string) =>
  parseTarget({
    id: "orders",
    host: NO_HOST,
    manager: { kind: "lambda", function: "orders", alias, maxConcurrency: 20, maxErrorRate: 0.2 },
    release: { kind: "platform" },
  });
const orders = target("live");
const clock = { now: () => Date.now() };
const MINUTE = 60_000;

const zipped = (): Buffer =>
  execFileSync(python, [
    "-c",
    "import io,sys,zipfile\nb=io.BytesIO()\nwith zipfile.ZipFile(b,'w') as z: z.writestr('index.mjs','export const handler = async () => 1;')\nsys.stdout.buffer.write(b.getvalue())",
  ]);

/** As on AWS, a function that is being changed takes no other change. */
const settled = (lambda: LambdaClient) =>
  vi.waitUntil(
    async () => {
      const seen = await lambda.send(new GetFunctionConfigurationCommand({ FunctionName: "orders" }));
      return seen.State === "Active" && seen.LastUpdateStatus === "Successful";
    },
    { timeout: 10_000 },
  );

onMiniStack("a Lambda function", (stack) => {
  const clients = () => createClients(stack());
  const facts = async (of = orders) =>
    (await createPlatform(clients(), { clock }).observe(of)).map(({ fact }) => fact);

  beforeAll(async () => {
    const { lambda } = clients();
    await lambda.send(
      new CreateFunctionCommand({
        FunctionName: "orders",
        Runtime: "nodejs22.x",
        Role: "arn:aws:iam::000000000000:role/orders",
        Handler: "index.handler",
        Timeout: 7,
        Code: { ZipFile: zipped() },
      }),
    );
    await settled(lambda);
    for (const Description of ["one", "two", "three"]) {
      await lambda.send(new UpdateFunctionConfigurationCommand({ FunctionName: "orders", Description }));
      await settled(lambda);
      await lambda.send(new PublishVersionCommand({ FunctionName: "orders" }));
    }
    await lambda.send(new CreateAliasCommand({ FunctionName: "orders", Name: "live", FunctionVersion: "3" }));
  });

  test("shows the calls of its alias alone, and how many of them failed", async () => {
    const datum = (MetricName: string, Resource: string, Value: number, minutesAgo: number) => ({
      MetricName,
      Value,
      Timestamp: new Date(Date.now() - minutesAgo * MINUTE),
      Dimensions: [
        { Name: "FunctionName", Value: "orders" },
        { Name: "Resource", Value: Resource },
      ],
    });
    await clients().cloudwatch.send(
      new PutMetricDataCommand({
        Namespace: "AWS/Lambda",
        MetricData: [
          datum("Invocations", "orders:live", 30, 1),
          datum("Invocations", "orders:live", 10, 3),
          datum("Invocations", "orders:live", 500, 20),
          datum("Invocations", "orders:test", 900, 1),
          datum("Errors", "orders:live", 10, 1),
          datum("Throttles", "orders:live", 2, 1),
          datum("Duration", "orders:live", 6_900, 3),
          datum("Duration", "orders:live", 100, 1),
        ],
      }),
    );
    expect(await facts()).toEqual([
      { kind: "calls", calls: 40, errors: 10, throttles: 2, maxMs: 6_900, limitMs: 7_000 },
      { kind: "error_rate", rate: 0.25, max: 0.2, requests: 40 },
    ]);
    expect(await createPlatformManager(clients()).status(orders)).toEqual({ running: true, recentStarts: 0 });
  });

  test("has a capacity only where concurrency is reserved, and that can be raised", async () => {
    const capacity = createCapacity(clients());
    expect(await capacity.read(orders)).toBeUndefined();
    await clients().lambda.send(
      new PutFunctionConcurrencyCommand({ FunctionName: "orders", ReservedConcurrentExecutions: 10 }),
    );
    expect((await facts()).find(({ kind }) => kind === "capacity")).toEqual({
      kind: "capacity",
      unit: "concurrency",
      value: 10,
      most: 20,
    });
    await capacity.set(orders, 15);
    expect(await capacity.read(orders)).toEqual({ unit: "concurrency", value: 15, most: 20 });
    await expect(capacity.set(orders, 21)).rejects.toMatchObject({ code: "forbidden" });
  });

  test("goes back to an earlier version, for all of its calls", async () => {
    const { lambda } = clients();
    const releases = createReleases(clients());
    expect(await releases.list(orders)).toEqual(["3", "2", "1"]);
    expect((await releases.current(orders))?.version).toBe("3");
    await lambda.send(
      new UpdateAliasCommand({
        FunctionName: "orders",
        Name: "live",
        FunctionVersion: "3",
        RoutingConfig: { AdditionalVersionWeights: { "2": 0.5 } },
      }),
    );
    await releases.place(orders, "1");
    const alias = await lambda.send(new GetAliasCommand({ FunctionName: "orders", Name: "live" }));
    expect(alias.FunctionVersion).toBe("1");
    expect(alias.RoutingConfig?.AdditionalVersionWeights ?? {}).toEqual({});
    await releases.place(orders, "1");
    expect((await releases.current(orders))?.version).toBe("1");
  });

  test("takes no version that was not published", async () => {
    const releases = createReleases(clients());
    await expect(releases.place(orders, "$LATEST")).rejects.toMatchObject({ code: "invalid_input" });
    await expect(releases.place(orders, "2; rm")).rejects.toMatchObject({ code: "invalid_input" });
    expect((await releases.current(orders))?.version).toBe("1");
  });

  test("one that is not there is not known, and nothing of it can be restarted", async () => {
    const unknown = "there is no function orders with an alias gone";
    expect(await facts(target("gone"))).toEqual([
      { kind: "process", running: false, recentStarts: 0, unknown },
    ]);
    const manager = createPlatformManager(clients());
    expect(await manager.status(target("gone"))).toMatchObject({ unknown });
    await expect(manager.restart(orders)).rejects.toMatchObject({ code: "invalid_input" });
  });

  test("one without any concurrency was switched off on purpose", async () => {
    await clients().lambda.send(
      new PutFunctionConcurrencyCommand({ FunctionName: "orders", ReservedConcurrentExecutions: 0 }),
    );
    expect(await createPlatformManager(clients()).status(orders)).toMatchObject({ stoppedOnPurpose: true });
  });
});
