import {
  type CloudWatchClient,
  GetMetricDataCommand,
  type MetricDataQuery,
} from "@aws-sdk/client-cloudwatch";
import { GradusError } from "@gradus/core";
import { ask } from "../clients/ask.ts";

export interface MetricQuery {
  namespace: string;
  metric: string;
  dimensions: Readonly<Record<string, string>>;
  statistic: string;
}

/** Epoch milliseconds; `to` is not part of it. */
export interface Span {
  from: number;
  to: number;
}

export const MINUTE_MS = 60_000;
const PERIOD_S = 60;
/** What CloudWatch takes in one call. */
const MOST_QUERIES = 500;
const MOST_PAGES = 20;

/** The values of each query by the minute, newest first, in the order of the queries. One call for each 500 of them. */
export async function getMetrics(
  client: CloudWatchClient,
  queries: readonly MetricQuery[],
  span: Span,
): Promise<number[][]> {
  const found: number[][] = [];
  for (let at = 0; at < queries.length; at += MOST_QUERIES) {
    found.push(...(await getBatch(client, queries.slice(at, at + MOST_QUERIES), span)));
  }
  return found;
}

async function getBatch(
  client: CloudWatchClient,
  queries: readonly MetricQuery[],
  { from, to }: Span,
): Promise<number[][]> {
  const points = queries.map((): Array<[at: number, value: number]> => []);
  let token: string | undefined;
  for (let page = 0; page < MOST_PAGES; page++) {
    const answer = await ask(
      "cloudwatch:GetMetricData",
      client.send(
        new GetMetricDataCommand({
          MetricDataQueries: queries.map(toQuery),
          StartTime: new Date(from),
          EndTime: new Date(to),
          ScanBy: "TimestampDescending",
          NextToken: token,
        }),
      ),
    );
    for (const { Id = "", Label, StatusCode, Timestamps = [], Values = [] } of answer.MetricDataResults ??
      []) {
      // A metric that could not be read must not pass for one without values.
      if (StatusCode === "InternalError" || StatusCode === "Forbidden") {
        throw new GradusError("unavailable", `cloudwatch:GetMetricData: ${StatusCode} for ${Label ?? Id}`);
      }
      const own = points[Number(Id.slice(1))];
      for (const [index, at] of Timestamps.entries()) own?.push([at.getTime(), Values[index] ?? Number.NaN]);
    }
    token = answer.NextToken;
    if (token === undefined || token === "") break;
  }
  return points.map((own) =>
    own
      .filter(([, value]) => Number.isFinite(value))
      .sort(([a], [b]) => b - a)
      .map(([, value]) => value),
  );
}

const toQuery = (query: MetricQuery, index: number): MetricDataQuery => ({
  Id: `m${index}`,
  MetricStat: {
    Metric: {
      Namespace: query.namespace,
      MetricName: query.metric,
      Dimensions: Object.entries(query.dimensions).map(([Name, Value]) => ({ Name, Value })),
    },
    Period: PERIOD_S,
    Stat: query.statistic,
  },
});
