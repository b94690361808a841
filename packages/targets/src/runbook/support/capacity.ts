import type { Capacity, Target } from "@gradus/core";

type Unit = Capacity["unit"];

interface Step {
  /** What kind of target has it. */
  kind: NonNullable<Target["manager"]>["kind"];
  /** What it is called in a sentence. */
  name: string;
  /** The key of the entry that says how far it may go. */
  limit: string;
  /** By how much it is raised at once, and the least rise that the platform takes. */
  usual: (value: number) => number;
  least: (value: number) => number;
}

/** Fractions as whole numbers first: 100 × 1.1 is a little more than 110. */
const times = (value: number, numerator: number, denominator: number): number =>
  Math.ceil((value * numerator) / denominator);
const half = (value: number): number => Math.max(value + 1, times(value, 3, 2));

const steps: Record<Unit, Step> = {
  tasks: { kind: "ecs", name: "tasks", limit: "maxTasks", usual: half, least: (value) => value + 1 },
  concurrency: {
    kind: "lambda",
    name: "calls at once",
    limit: "maxConcurrency",
    usual: half,
    least: (value) => value + 1,
  },
  // RDS refuses less than 10 % more, and then changes no storage for six hours: so never a little.
  storage_gib: {
    kind: "rds",
    name: "GiB of storage",
    limit: "maxStorageGiB",
    usual: (value) => Math.max(value + 10, times(value, 6, 5)),
    least: (value) => Math.max(value + 1, times(value, 11, 10)),
  },
};

export const hasUnit = ({ manager }: Target, unit: Unit): boolean => manager?.kind === steps[unit].kind;

/** The next value up, never above `most`. Undefined where there is none: at the top, without a limit, or switched off. */
export function stepUp({ unit, value, most }: Capacity): number | undefined {
  // Zero is how people switch such a thing off.
  if (most === undefined || value < 1) return undefined;
  const to = Math.min(Math.floor(most), steps[unit].usual(value));
  return to >= steps[unit].least(value) ? to : undefined;
}

/** Why it must not be set to `to` now; undefined if it may be. */
export function cannotRaise(target: Target, now: Capacity, to: number): string | undefined {
  const { name, limit, usual, least } = steps[now.unit];
  const has = `${target.id} has ${now.value} ${name}`;
  if (now.value < 1) return `${has}: it is switched off`;
  if (now.most === undefined) return `${has}, and its entry does not say how far that may go (${limit})`;
  if (to <= now.value) return `${has} already`;
  if (to > now.most) return `${has}; more than ${now.most} are not allowed (${limit})`;
  if (to < least(now.value)) return `${has}; less than ${least(now.value)} is no step that AWS takes`;
  return to > usual(now.value) ? `${has}; ${to} at once would be a jump` : undefined;
}

export const nameOf = (unit: Unit): string => steps[unit].name;

/** "6 tasks". */
export const tell = (unit: Unit, value: number): string => `${value} ${nameOf(unit)}`;
