import {
  isGradusError,
  redact,
  type Baseline,
  type Host,
  type ServiceManager,
  type Target,
} from "@gradus/core";
import { hasMachine } from "../manager/kinds.ts";
import { parseEnvironmentFile, type EnvironmentProblem } from "../manager/process/environment-file.ts";
import type { Drift } from "./context.ts";
import { isSecret, mark, sha256 } from "./hash.ts";

type Variable = Baseline["environment"][number];

/** Set anew at each start by shells, service managers and Gradus itself. */
const PASSING =
  /^(GRADUS_RUN|PWD|OLDPWD|SHLVL|_|INVOCATION_ID|JOURNAL_STREAM|SYSTEMD_EXEC_PID|LISTEN_\w+|WATCHDOG_\w+|NOTIFY_SOCKET|MAINPID)$/;

export interface EnvironmentState {
  /** The environment file, if it is where the variables come from. */
  file?: string;
  /** Undefined if the file is not there or may not be read. */
  variables?: ReadonlyMap<string, string>;
  problems: readonly EnvironmentProblem[];
  changedAt?: number;
}

/** The variables of the environment file or, where the target has none, of its process. Undefined if there is neither. */
export async function readEnvironmentState(
  host: Host,
  manager: ServiceManager,
  target: Target,
): Promise<EnvironmentState | undefined> {
  if (!hasMachine(target)) return undefined;
  const file = target.manager?.kind === "process" ? target.manager.environmentFile : undefined;
  if (file !== undefined) {
    const stat = await host.stat(file);
    const changed = stat ? { changedAt: stat.mtimeMs } : {};
    const text = await readable(host, file);
    if (text === undefined) return { file, problems: [], ...changed };
    return { file, ...parseEnvironmentFile(text), ...changed };
  }
  const { pid } = await manager.status(target);
  const all = pid === undefined ? undefined : await host.environment(pid);
  if (!all) return undefined;
  const lasting = Object.entries(all).filter(([name]) => !PASSING.test(name));
  return { variables: new Map(lasting), problems: [] };
}

async function readable(host: Host, path: string): Promise<string | undefined> {
  try {
    return await host.readFile(path);
  } catch (error) {
    if (isGradusError(error) && error.code === "forbidden") return undefined;
    throw error;
  }
}

export const captureVariables = (variables: ReadonlyMap<string, string>): Variable[] =>
  [...variables].map(([name, value]) => ({
    name,
    ...(isSecret(name, value) ? {} : { value }),
    sha256: sha256(value),
  }));

export function environmentDrift(was: readonly Variable[], now: EnvironmentState): Drift[] {
  const changed = now.changedAt === undefined ? {} : { changedAt: now.changedAt };
  if (!now.variables) {
    const actual = now.changedAt === undefined ? null : "a file that may not be read";
    return [{ aspect: "missing", key: now.file ?? "environment", expected: "a file", actual, ...changed }];
  }
  const drifts: Drift[] = [];
  const drift = (key: string, expected: string | null, actual: string | null): void => {
    drifts.push({ aspect: "environment", key, expected, actual, ...changed });
  };
  const known = new Set(was.map((variable) => variable.name));
  for (const { name, value, sha256: hash } of was) {
    const present = now.variables.get(name);
    if (present !== undefined && sha256(present) === hash) continue;
    const expected = value === undefined ? mark(hash) : redact(value, 300);
    drift(name, expected, present === undefined ? null : shown(name, present));
  }
  for (const [name, value] of now.variables) {
    if (!known.has(name)) drift(name, null, shown(name, value));
  }
  // The text of such a line may be a secret that was torn in two.
  for (const { line, problem } of now.problems) drift(`line ${line}`, null, `a line that ${problem}`);
  return drifts;
}

const shown = (name: string, value: string): string =>
  isSecret(name, value) ? mark(sha256(value)) : redact(value, 300);
