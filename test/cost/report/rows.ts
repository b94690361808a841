import { afterFreeTier, biggest, price } from "../model/price.ts";
import type { PriceList } from "../model/prices.ts";
import { type Resource, times, type Usage, without } from "../model/usage.ts";
import type { IdleSeen } from "../run/idle.ts";
import type { TaskSeen } from "../run/tasks.ts";

/** What was counted: docs/cost/measured.json. */
export interface Counted {
  idle: IdleSeen[];
  tasks: TaskSeen[];
}

/** A line of the table, in US dollars: of a month, or of 1,000 tasks. */
export interface Row {
  what: string;
  drivers: string;
  usd: number;
  /** Of the whole stage, and what of that is left after the free tier; of tasks there is neither. */
  stageUsd?: number;
  stageUsdAfterFree?: number;
}

const seconds = (ms: number): string => (ms < 60_000 ? `${ms / 1000} s` : "minute");
const PER = 1_000;

export function rowsOf({ idle, tasks }: Counted, list: PriceList): Row[] {
  const usd = (usage: Usage): number => price(usage, list).total;
  const [first] = idle;
  if (!first) throw new RangeError("nothing was measured");
  const fixed = without(first.all, first.watching);
  return [
    { what: "A stage that watches nothing, a month", drivers: drivers(fixed, list), usd: usd(fixed) },
    ...idle.map((seen) => ({
      what: `Watching ${seen.targets.toLocaleString("en")} targets every ${seconds(seen.intervalMs)}, all well, a month`,
      drivers: drivers(seen.watching, list),
      usd: usd(seen.watching),
      stageUsd: usd(seen.all),
      stageUsdAfterFree: usd(afterFreeTier(seen.all, list)),
    })),
    ...ORDER.flatMap((kind) => tasks.filter((t) => t.kind === kind)).map((seen) => ({
      what: `1,000 × ${NAMES[seen.kind]}`,
      drivers: drivers(times(seen.usage, PER), list),
      usd: usd(times(seen.usage, PER)),
    })),
  ];
}

const ORDER = ["quick fix", "research", "consult", "approval", "escalation"] as const;
const NAMES: Record<TaskSeen["kind"], string> = {
  "quick fix": "a quick fix",
  research: "a fix in phase 2 (research)",
  consult: "a fix in phase 3 (three experts)",
  approval: "a fix that somebody approves",
  escalation: "an escalation that somebody answers",
};

export const SHORT: Record<Resource, string> = {
  transitions: "transitions",
  lambdaRequests: "invocations",
  lambdaGbSeconds: "GB-s",
  readUnits: "read units",
  writeUnits: "write units",
  storedGbMonths: "GB stored",
  events: "events",
  schedules: "schedule calls",
  mails: "mails",
  logGb: "GB of logs",
  traces: "traces",
  httpRequests: "API requests",
  secretCalls: "secret reads",
  alarms: "alarms",
  metrics: "metrics",
  dashboards: "dashboard",
  secrets: "secret",
};
/** So many of what is paid most for are named. */
const NAMED = 4;

const drivers = (usage: Usage, list: PriceList): string =>
  biggest(price(usage, list), NAMED)
    .map(([resource, usd]) => `${amount(usage[resource])} ${SHORT[resource]} (${dollars(usd)})`)
    .join(", ");

/** What most of an idle stage is paid for, in words. */
export function biggestParts(seen: IdleSeen, list: PriceList): string {
  const priced = price(seen.all, list);
  return biggest(priced, NAMED)
    .map(([resource, usd]) => `${SHORT[resource]} ${Math.round((usd / priced.total) * 100)} %`)
    .join(", ");
}

export function amount(n: number): string {
  const [divisor, unit] = n >= 1e6 ? [1e6, " M"] : n >= 1e4 ? [1e3, " k"] : [1, ""];
  return `${Number((n / divisor).toPrecision(3))}${unit}`;
}

export const dollars = (usd: number): string => usd.toFixed(2);
