import type { Clock, Host, Target } from "@gradus/core";

export type Log = (
  level: "info" | "warn" | "error",
  message: string,
  fields?: Record<string, unknown>,
) => void;

/** What every kind of manager works with. */
export interface ManagerContext {
  host: (id: string) => Host;
  /** Folder of the state files, one a target. */
  runDir: string;
  clock: Clock;
  log: Log;
  /** The environment of Gradus: PATH, HOME and LANG are inherited, the rest is read only for `secrets`. */
  env: Readonly<Record<string, string | undefined>>;
  /** How long a started process must live for its start to count, milliseconds. */
  graceMs: number;
}

type ManagerOf<K> = Extract<NonNullable<Target["manager"]>, { kind: K }>;

/** The target's manager entry, which `for()` has chosen by its kind. */
export function entryOf<K extends NonNullable<Target["manager"]>["kind"]>(
  target: Target,
  kind: K,
): ManagerOf<K> {
  if (target.manager?.kind !== kind) throw new TypeError(`target "${target.id}" has no ${kind} manager`);
  return target.manager as ManagerOf<K>;
}
