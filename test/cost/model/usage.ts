/** Everything that AWS sends a bill for, in the units of the price list. */
export const RESOURCES = [
  "transitions",
  "lambdaRequests",
  "lambdaGbSeconds",
  "readUnits",
  "writeUnits",
  "storedGbMonths",
  "events",
  "schedules",
  "mails",
  "logGb",
  "traces",
  "httpRequests",
  "secretCalls",
  "alarms",
  "metrics",
  "dashboards",
  "secrets",
] as const;
export type Resource = (typeof RESOURCES)[number];
export type Usage = Readonly<Record<Resource, number>>;

export const NOTHING: Usage = Object.fromEntries(RESOURCES.map((r) => [r, 0])) as Usage;

/** Usage of which only some is said. */
export const usage = (some: Partial<Usage>): Usage => ({ ...NOTHING, ...some });

export const add = (...all: readonly Usage[]): Usage => combine((r) => all.reduce((sum, u) => sum + u[r], 0));

export const times = (u: Usage, factor: number): Usage => combine((r) => u[r] * factor);

/** What is in the first and not in the second, and never less than nothing. */
export const without = (u: Usage, other: Usage): Usage => combine((r) => Math.max(0, u[r] - other[r]));

const combine = (of: (resource: Resource) => number): Usage =>
  Object.fromEntries(RESOURCES.map((r) => [r, of(r)])) as Usage;
