import type { CloudWatchClient } from "@aws-sdk/client-cloudwatch";
import type { Sighting } from "@gradus/core";
import type { Clients } from "../clients/create.ts";
import { getMetrics, MINUTE_MS } from "../cloudwatch/get-metrics.ts";
import { absent, sight, unseen } from "../platform/sight.ts";
import { describeFunction, type LambdaManager, noFunction, readConcurrency } from "./describe.ts";
import { type CallValues, readCalls } from "./read-calls.ts";

export async function observeFunction(
  { lambda, cloudwatch }: Pick<Clients, "lambda" | "cloudwatch">,
  manager: LambdaManager,
  now: number,
): Promise<Sighting[]> {
  const described = await describeFunction(lambda, manager);
  if (!described) return [absent(noFunction(manager))];
  const { Version: version, Timeout: timeoutS } = described;
  const parts = await Promise.all([
    callValues(cloudwatch, manager, now)
      .then((values) => readCalls(manager, values, { version, timeoutS }))
      .catch((error) => [unseen("metric", error)]),
    readConcurrency(lambda, manager)
      .then((c) => (c ? [sight("resource", { kind: "capacity", ...c }, `${c.value} calls at once`)] : []))
      .catch((error) => [unseen("resource", error)]),
  ]);
  return parts.flat();
}

/** Of the alias alone: calls of other versions are other people's trials. */
async function callValues(
  client: CloudWatchClient,
  { function: name, alias }: LambdaManager,
  now: number,
): Promise<CallValues> {
  const dimensions = { FunctionName: name, Resource: `${name}:${alias}` };
  const query = (metric: string, statistic: string) => ({
    namespace: "AWS/Lambda",
    metric,
    dimensions,
    statistic,
  });
  const to = Math.floor(now / MINUTE_MS) * MINUTE_MS + MINUTE_MS;
  const [invocations = [], errors = [], throttles = [], longest = []] = await getMetrics(
    client,
    [
      query("Invocations", "Sum"),
      query("Errors", "Sum"),
      query("Throttles", "Sum"),
      query("Duration", "Maximum"),
    ],
    { from: to - 6 * MINUTE_MS, to },
  );
  return { invocations, errors, throttles, longest };
}
