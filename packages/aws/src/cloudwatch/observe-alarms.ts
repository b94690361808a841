import { type CloudWatchClient, DescribeAlarmsCommand } from "@aws-sdk/client-cloudwatch";
import type { Sighting } from "@gradus/core";
import { ask } from "../clients/ask.ts";
import { readAlarms } from "./read-alarms.ts";

/** Names that CloudWatch takes in one call. */
const MOST_NAMES = 100;

export async function observeAlarms(client: CloudWatchClient, names: readonly string[]): Promise<Sighting[]> {
  const found: Sighting[] = [];
  for (let at = 0; at < names.length; at += MOST_NAMES) {
    const asked = names.slice(at, at + MOST_NAMES);
    const command = new DescribeAlarmsCommand({
      AlarmNames: asked,
      AlarmTypes: ["MetricAlarm", "CompositeAlarm"],
      MaxRecords: MOST_NAMES,
    });
    const { MetricAlarms = [], CompositeAlarms = [] } = await ask(
      "cloudwatch:DescribeAlarms",
      client.send(command),
    );
    found.push(...readAlarms(asked, [...MetricAlarms, ...CompositeAlarms]));
  }
  return found;
}
