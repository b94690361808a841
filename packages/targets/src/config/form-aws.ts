import * as z from "zod";
import * as f from "./fields.ts";
import { amount } from "./units.ts";

/** A node that AWS Systems Manager knows: an EC2 instance (i-…) or a machine of one's own that is registered there (mi-…). */
const HOST = /^(local|none|ssm:(i-[0-9a-z]{8}([0-9a-z]{9})?|mi-[0-9a-z]{17}))$/;
const hostText = 'local, none, or "ssm:" and the id of a managed node such as "ssm:i-0123456789abcdef0"';
export const host = z.string(hostText).regex(HOST, hostText);

const STATISTIC = /^(Average|Sum|Minimum|Maximum|SampleCount|(p|tm|tc|ts|wm)\d{1,2}(\.\d{1,4})?)$/;
const statistic = 'Average, Sum, Minimum, Maximum, SampleCount, or a percentile such as "p99"';

const metric = f.mapping({
  series: f.text,
  namespace: f.text,
  metric: f.text,
  dimensions: z.record(z.string(), f.text).optional(),
  statistic: z.string(statistic).regex(STATISTIC, statistic).optional(),
  limit: amount.optional(),
});

const metrics = z.array(metric).check((context) => {
  for (const [index, { series }] of context.value.entries()) {
    if (context.value.findIndex((m) => m.series === series) === index) continue;
    const message = "a name of its own: another metric here has it";
    context.issues.push({ code: "custom", message, input: series, path: [index, "series"] });
  }
});

export const cloudwatch = f.mapping({
  alarms: z.array(f.text).optional(),
  metrics: metrics.optional(),
  logGroups: z.array(f.text).optional(),
});
