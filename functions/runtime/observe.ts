import { Logger } from "@aws-lambda-powertools/logger";
import { Metrics, MetricUnit } from "@aws-lambda-powertools/metrics";
import type { Context } from "@gradus/core";
import { METRICS } from "@gradus/aws/names";
import type { Settings } from "./settings.ts";

/** What Lambda tells of an invocation, as far as it is used. */
export interface Invocation {
  functionName: string;
  awsRequestId: string;
  getRemainingTimeInMillis(): number;
}

/** How a function says what it does: JSON lines, and metrics within them (EMF), so that telling costs no call. */
export interface Observed {
  log: Context["log"];
  count(name: string, value?: number): void;
  milliseconds(name: string, value: number): void;
  /** What all lines of this invocation carry from here on: the task is the thread from signal to mail. */
  about(keys: Readonly<Record<string, string>>): void;
}

let logger: Logger | undefined;
let metrics: Metrics | undefined;

/** Runs one invocation's work with everything it needs to be understood later. What it throws is logged once, and thrown on. */
export async function observed<T>(
  settings: Pick<Settings, "stage">,
  invocation: Invocation,
  work: (observed: Observed) => Promise<T>,
): Promise<T> {
  const serviceName = `gradus-${settings.stage}`;
  logger ??= new Logger({ serviceName });
  metrics ??= new Metrics({ namespace: METRICS, serviceName, defaultDimensions: { stage: settings.stage } });
  const out = logger.createChild();
  out.appendKeys({ function: invocation.functionName, request: invocation.awsRequestId });
  const counters = metrics;
  try {
    return await work({
      log: (level, message, fields) => out[level](message, { ...fields }),
      count: (name, value = 1) => counters.addMetric(name, MetricUnit.Count, value),
      milliseconds: (name, value) => counters.addMetric(name, MetricUnit.Milliseconds, value),
      about: (keys) => out.appendKeys(keys),
    });
  } catch (error) {
    out.error("the invocation failed", error instanceof Error ? error : new Error(String(error)));
    throw error;
  } finally {
    counters.publishStoredMetrics();
  }
}
