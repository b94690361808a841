import type { CompositeAlarm, MetricAlarm } from "@aws-sdk/client-cloudwatch";
import type { FactOf, Sighting } from "@gradus/core";
import { sight, words } from "../platform/sight.ts";

type Alarm = Pick<
  MetricAlarm & CompositeAlarm,
  "AlarmName" | "StateValue" | "StateReason" | "StateTransitionedTimestamp" | "StateUpdatedTimestamp"
>;

/** What CloudWatch says of the alarms by these names. One that is not there is told as well: somebody counts on it. */
export function readAlarms(names: readonly string[], alarms: readonly Alarm[]): Sighting[] {
  const byName = new Map(alarms.map((alarm) => [alarm.AlarmName, alarm]));
  return names.map((name) => {
    const alarm = byName.get(name);
    const since = alarm?.StateTransitionedTimestamp ?? alarm?.StateUpdatedTimestamp;
    const fact: FactOf<"alarm"> = {
      kind: "alarm",
      name,
      state: stateOf(alarm?.StateValue),
      reason: alarm ? words(alarm.StateReason ?? "") : "there is no alarm of this name",
      ...(since ? { since: since.getTime() } : {}),
    };
    return sight("metric", fact, `alarm ${name}: ${fact.state}, ${fact.reason || "no reason is given"}`);
  });
}

function stateOf(value: Alarm["StateValue"]): FactOf<"alarm">["state"] {
  switch (value) {
    case "OK":
      return "ok";
    case "ALARM":
      return "alarm";
    default:
      return "insufficient";
  }
}
