import type { Observation, Signal, Target } from "@gradus/core";
import { signalOf } from "@gradus/detectors";
import * as z from "zod";

/** "CloudWatch Alarm State Change", as EventBridge delivers it. */
export const alarmEventSchema = z.object({
  source: z.literal("aws.cloudwatch"),
  time: z.string(),
  detail: z.object({
    alarmName: z.string(),
    state: z.object({ value: z.string(), reason: z.string().default("") }),
  }),
});
export type AlarmEvent = z.infer<typeof alarmEventSchema>;

export interface Raised {
  target: Target;
  signal: Signal;
}

/** The signals that an alarm's change is for the targets that name it. CloudWatch has damped it already, so it is certain. */
export function signalsOfAlarm(event: AlarmEvent, targets: readonly Target[], ids: () => string): Raised[] {
  const { alarmName, state } = event.detail;
  if (state.value !== "ALARM") return [];
  const at = Date.parse(event.time);
  return targets
    .filter((t) => t.cloudwatch?.alarms.includes(alarmName))
    .map((target) => {
      const seen: Observation = {
        id: ids(),
        source: "metric",
        target: target.id,
        at,
        text: `alarm ${alarmName}: ${state.reason}`.slice(0, 2_000),
        fact: {
          kind: "alarm",
          name: alarmName,
          state: "alarm",
          reason: state.reason.slice(0, 1_000),
          since: at,
        },
      };
      const extra = { key: alarmName, certain: true } as const;
      return { target, signal: signalOf(target, "alarm_firing", at, seen.text, [seen], extra) };
    });
}
