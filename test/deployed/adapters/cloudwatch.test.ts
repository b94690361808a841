import {
  PutMetricAlarmCommand,
  PutMetricDataCommand,
  SetAlarmStateCommand,
} from "@aws-sdk/client-cloudwatch";
import {
  CreateLogGroupCommand,
  CreateLogStreamCommand,
  PutLogEventsCommand,
} from "@aws-sdk/client-cloudwatch-logs";
import { parseTarget } from "@gradus/core";
import { beforeAll, expect, test } from "vitest";
import { createClients } from "../../../packages/aws/src/clients/create.ts";
import { createPlatform } from "../../../packages/aws/src/platform/create.ts";
import { onMiniStack } from "../support/ministack.ts";

const MINUTE = 60_000;
/** In the middle of a minute, so that nothing here falls on an edge. */
const now = Math.floor(Date.now() / MINUTE) * MINUTE + 30_000;
const clock = { now: () => now };
const metric = (series: string, of: string, statistic = "Average") => ({
  series,
  namespace: "Shop",
  metric: of,
  dimensions: { stage: "prod" },
  statistic,
});

onMiniStack("CloudWatch", (stack) => {
  const clients = () => createClients(stack());
  const platform = () => createPlatform(clients(), { clock });

  beforeAll(async () => {
    const datum = (MetricName: string, Value: number, minutesAgo: number, stage = "prod") => ({
      MetricName,
      Value,
      Timestamp: new Date(now - minutesAgo * MINUTE),
      Dimensions: [{ Name: "stage", Value: stage }],
    });
    await clients().cloudwatch.send(
      new PutMetricDataCommand({
        Namespace: "Shop",
        MetricData: [
          datum("Queue", 1, 10),
          datum("Queue", 40, 3),
          datum("Queue", 60, 3),
          datum("Queue", 9_999, 3, "test"),
          datum("Queue", 7_777, 0),
        ],
      }),
    );
  });

  test("gives the newest finished minute of each metric, and leaves out what has no value", async () => {
    const metrics = [metric("queue", "Queue"), metric("none", "Nothing"), metric("most", "Queue", "Maximum")];
    const target = parseTarget({ id: "shop", cloudwatch: { metrics } });
    expect(await platform().metrics(target)).toEqual([
      { series: "queue", value: 50 },
      { series: "most", value: 60 },
    ]);
    expect(await platform().metrics(parseTarget({ id: "shop" }))).toEqual([]);
  });

  test("takes more metrics than fit in one call", async () => {
    const metrics = Array.from({ length: 501 }, (_, i) => metric(`m${i}`, i === 500 ? "Queue" : `None${i}`));
    const target = parseTarget({ id: "shop", cloudwatch: { metrics } });
    expect(await platform().metrics(target)).toEqual([{ series: "m500", value: 50 }]);
  });

  test("shows alarms as they are, also those of a target that it does not run", async () => {
    const { cloudwatch } = clients();
    for (const AlarmName of ["late", "quiet"]) {
      await cloudwatch.send(
        new PutMetricAlarmCommand({
          AlarmName,
          Namespace: "Shop",
          MetricName: "Late",
          Statistic: "Sum",
          Period: 60,
          EvaluationPeriods: 1,
          Threshold: 1,
          ComparisonOperator: "GreaterThanThreshold",
        }),
      );
    }
    const state = { AlarmName: "late", StateValue: "ALARM", StateReason: "too late" } as const;
    await cloudwatch.send(new SetAlarmStateCommand(state));
    const target = parseTarget({ id: "shop", cloudwatch: { alarms: ["late", "quiet", "gone"] } });
    const seen = await platform().observe(target);
    expect(seen.map(({ fact }) => fact)).toEqual([
      expect.objectContaining({ kind: "alarm", name: "late", state: "alarm", reason: "too late" }),
      expect.objectContaining({ kind: "alarm", name: "quiet", state: "insufficient" }),
      { kind: "alarm", name: "gone", state: "insufficient", reason: "there is no alarm of this name" },
    ]);
    expect(await platform().observe(parseTarget({ id: "shop" }))).toEqual([]);
  });

  test("gives log lines of all streams once, in the order of their time", async () => {
    const { logs } = clients();
    await logs.send(new CreateLogGroupCommand({ logGroupName: "/shop" }));
    const write = async (stream: string, ...events: Array<[number, string]>) => {
      await logs
        .send(new CreateLogStreamCommand({ logGroupName: "/shop", logStreamName: stream }))
        .catch(() => undefined);
      const logEvents = events.map(([at, message]) => ({ timestamp: now + at, message }));
      await logs.send(new PutLogEventsCommand({ logGroupName: "/shop", logStreamName: stream, logEvents }));
    };
    await write("a", [-50_000, "first"], [-30_000, "third"]);
    await write("b", [-40_000, "second"]);
    const one = await platform().logLines("/shop", now - MINUTE);
    expect(one).toEqual({ lines: ["first", "second", "third"], until: now - 29_999, cut: false });
    await write("b", [-20_000, "fourth"]);
    expect((await platform().logLines("/shop", one.until)).lines).toEqual(["fourth"]);
  });

  test("a log group that is not there is an error that says so", async () => {
    await expect(platform().logLines("/gone", now)).rejects.toMatchObject({
      code: "not_found",
      message: expect.stringContaining("/gone"),
    });
  });
});
