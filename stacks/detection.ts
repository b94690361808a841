import type { Source } from "@gradus/core";
import { CfnScheduleGroup } from "aws-cdk-lib/aws-scheduler";
import { type StackContext, use } from "sst/constructs";
import { Events } from "./events.ts";
import { documentsOf, observingEnvironment } from "./support/documents.ts";
import { gradusFunction } from "./support/function.ts";
import { namesOf } from "./support/names.ts";
import { policiesOf } from "./support/policy.ts";
import { schedulesOf } from "./support/schedule.ts";
import { settingsOf } from "./support/settings.ts";
import { surroundingsOf } from "./support/surroundings.ts";
import { observing, usesMachines } from "./support/targets-policy.ts";

/** Detectors, one function for each source with what it needs to look and no more; a schedule for each shard of its targets. */
export function Detection({ stack, app }: StackContext) {
  const { deployed } = settingsOf(app);
  const names = namesOf(stack, app.stage);
  const policies = policiesOf(stack, names);
  const around = surroundingsOf(stack, app);
  const { failures } = use(Events);

  // They reach the world, and may do nothing else: no table, no event, no AWS call at all.
  gradusFunction(stack, around, {
    name: "probe",
    handler: "functions/outbound/probe.handler",
    description: "Asks the declared health checks and metrics pages of targets. Its role has no permissions.",
    timeoutSeconds: 60,
    memoryMb: 256,
    atMost: 20,
    may: [],
  });

  if (usesMachines(app)) documentsOf(stack, app);
  const group = new CfnScheduleGroup(stack, "Schedules", { name: names.prefix });
  const schedules = schedulesOf(stack, { group: group.ref, failures });
  for (const [source, of] of Object.entries(deployed.shards) as Array<[Source, number]>) {
    const detector = gradusFunction(stack, around, {
      name: `detect-${source}`,
      handler: "functions/detect.handler",
      description: `Looks at the targets that ${source} says most about, and opens tasks.`,
      timeoutSeconds: 58,
      memoryMb: 512,
      // One for each shard, and one more for a pass that comes late.
      atMost: of + 1,
      asynchronous: { failures, retries: 0, maxAgeSeconds: 60 },
      may: [
        policies.readTable,
        policies.writeTable,
        policies.publishEvents,
        policies.startRemediation,
        policies.answerWaits,
        policies.invoke("probe"),
        ...observing(stack, app, source),
      ],
      environment: observingEnvironment(stack, app, source),
    });
    for (let shard = 0; shard < of; shard++)
      schedules.add({
        id: `Every${source}${shard}`,
        name: `${names.prefix}-${source}-${shard}`,
        description: `${source}, shard ${shard + 1} of ${of}`,
        every: "rate(1 minute)",
        everySeconds: 60,
        calls: detector,
        input: { source, shard, of },
      });
  }
  stack.addOutputs({ Schedules: group.ref });
  return { group };
}
