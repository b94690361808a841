import { alarmEventSchema, raise, signalsOfAlarm } from "@gradus/aws";
import { nodeCrypto } from "@gradus/store";
import { borrowed } from "./runtime/borrowed.ts";
import { lookingContext } from "./runtime/looking.ts";
import { type Invocation, observed } from "./runtime/observe.ts";
import { theRoot } from "./runtime/root.ts";

/** Called by a rule: an alarm of CloudWatch fires. One that no target names is told in the log, and counted. */
export const handler = (input: unknown, invocation: Invocation): Promise<unknown> => {
  const root = theRoot();
  return observed(root.settings, invocation, async (out) => {
    const event = alarmEventSchema.parse(input);
    const { ctx } = await lookingContext(root, out, (targets) => borrowed(root, targets));
    const raised = signalsOfAlarm(event, ctx.targets.all(), () => nodeCrypto.randomId());
    if (raised.length === 0) {
      out.count("AlarmsOfNobody");
      out.log("warn", "an alarm fires that no target names: add it to a target's cloudwatch.alarms", {
        alarm: event.detail.alarmName,
      });
    }
    const opened = await raise(ctx, raised);
    return { tasks: opened.map((o) => ({ kind: o.kind, task: o.task.id })) };
  });
};
