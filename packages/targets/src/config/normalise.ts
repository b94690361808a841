import { join } from "node:path";
import type { FileForm, TargetForm } from "./form.ts";
import { CAUTIOUS, usualOf } from "./usual.ts";

/** A target in core's form: still to be parsed by core, which fills in the rest of the defaults. */
export function normalise(
  form: TargetForm,
  defaults: Partial<NonNullable<FileForm["defaults"]>>,
  places: { folder: string; data: string },
): unknown {
  const {
    logs,
    limits,
    interval,
    settle,
    startPeriod,
    autonomy,
    disks,
    certificates,
    release,
    host,
    ...rest
  } = form;
  const usual = usualOf(form.manager?.["kind"]);
  const own = managerOf(form, places);
  const output = own?.["output"];
  return defined({
    ...rest,
    manager: own,
    // What a process prints is a log, unless the entry says what its logs are.
    logs: (logs ?? (typeof output === "string" ? [output] : [])).map((path) => ({ path })),
    limits: limits && { memoryBytes: limits.memory, cpuPercent: limits.cpu, fdPercent: limits.fds },
    disks: disks?.map(({ path, max }) => ({ path, maxPercent: max })),
    certificates: certificates?.map(({ path, days }) => ({ path, minDays: days })),
    release: release ?? usual.release,
    host: host ?? usual.host,
    autonomy: defined({ ...CAUTIOUS, ...defined(defaults?.autonomy), ...defined(autonomy) }),
    intervalMs: interval ?? longer(usual.intervalMs, defaults?.interval),
    settleMs: settle ?? longer(usual.settleMs, defaults?.settle),
    startPeriodMs: startPeriod ?? defaults?.startPeriod,
    severity: rest.severity ?? defaults?.severity,
    owner: rest.owner ?? defaults?.owner,
  });
}

/** The defaults of the file are meant for machines: they may make a target on AWS slower than is usual, never faster. */
const longer = (usual: number | undefined, byDefault: number | undefined): number | undefined =>
  usual === undefined ? byDefault : Math.max(usual, byDefault ?? 0);

function managerOf(
  { id, manager }: TargetForm,
  places: { folder: string; data: string },
): Record<string, unknown> | undefined {
  if (!manager) return undefined;
  const { stopTimeout, timeout, ...rest } = manager;
  const common = { ...rest, stopTimeoutMs: stopTimeout, timeoutMs: timeout };
  if (manager["kind"] !== "process") return common;
  const output = manager["output"] ?? join(places.data, "logs", `${id}.log`);
  return { ...common, cwd: manager["cwd"] ?? places.folder, output };
}

/** Without the keys that have no value, all the way down: core's schema is strict about what is there. */
function defined<T>(value: T): T {
  if (Array.isArray(value)) return value.map(defined) as T;
  if (typeof value !== "object" || value === null) return value;
  const entries = Object.entries(value).filter(([, item]) => item !== undefined);
  return Object.fromEntries(entries.map(([key, item]) => [key, defined(item)])) as T;
}
