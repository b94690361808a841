import { redact, type Baseline, type Baseliner, type Observation, type Target } from "@gradus/core";
import { hasMachine } from "../manager/kinds.ts";
import type { BaselinerOptions, Drift } from "./context.ts";
import { captureVariables, environmentDrift, readEnvironmentState } from "./environment.ts";
import { fileDrift, readFileState } from "./file.ts";
import { readPorts } from "./ports.ts";
import { readVersion } from "./version.ts";

const MAX_DRIFTS = 100;

/** Takes and compares baselines by looking at files, environment, release, ports and live parameters. Changes nothing. */
export function createBaseliner(options: BaselinerOptions): Baseliner {
  const { clock, ids } = options;
  const parametersOf = async (target: Target): Promise<Readonly<Record<string, string>>> =>
    (await options.parameters?.(target)) ?? {};

  return {
    capture: async (target, generation) => {
      const host = options.host(target.host);
      const manager = options.manager(target);
      const [files, environment, version, { ports }, parameters] = await Promise.all([
        Promise.all(filesOf(target).map(({ path, secret }) => readFileState(host, path, secret))),
        readEnvironmentState(host, manager, target),
        readVersion(host, target, options.releases),
        readPorts(host, manager, target),
        parametersOf(target),
      ]);
      const baseline: Baseline = {
        target: target.id,
        generation,
        takenAt: clock.now(),
        files: files.flatMap((file) => {
          if (!file) return [];
          const { stat: _, ...kept } = file;
          return [kept];
        }),
        environment: captureVariables(environment?.variables ?? new Map()),
        ...(version ? { version: version.version } : {}),
        ports,
        parameters: { ...parameters },
      };
      const something =
        baseline.files.length + baseline.environment.length + ports.length + Object.keys(parameters).length >
        0;
      return something || version ? baseline : undefined;
    },

    drift: async (target, latest) => {
      const host = options.host(target.host);
      const manager = options.manager(target);
      // Of what was seen on a machine that the target no longer has, nothing is known: it is not "missing".
      const baseline = hasMachine(target) ? latest : { ...latest, files: [], environment: [], ports: [] };
      const secret = new Set(target.files.filter((file) => file.secret).map((file) => file.path));
      const found = await Promise.all([
        Promise.all(baseline.files.map((file) => fileDrift(host, file, secret.has(file.path)))).then((d) =>
          d.flat(),
        ),
        readEnvironmentState(host, manager, target).then((now) =>
          now && baseline.environment.length > 0 ? environmentDrift(baseline.environment, now) : [],
        ),
        readVersion(host, target, options.releases).then((now) => versionDrift(target, baseline, now)),
        readPorts(host, manager, target).then(({ listeners }) => {
          const open = new Set(listeners.map((l) => l.port));
          const closed = baseline.ports.filter((port) => !open.has(port));
          return closed.map((port): Drift => ({
            aspect: "port",
            key: String(port),
            expected: true,
            actual: false,
          }));
        }),
        parametersOf(target).then((now) => parameterDrift(baseline, now)),
      ]);
      const at = clock.now();
      return found
        .flat()
        .slice(0, MAX_DRIFTS)
        .map((drift): Observation => ({
          id: ids(),
          source: "diagnostic",
          target: target.id,
          at,
          text: redact(tell(drift), 2_000),
          fact: { kind: "drift", ...drift },
        }));
    },
  };
}

const filesOf = (target: Target): Target["files"] => (hasMachine(target) ? target.files : []);

function versionDrift(
  target: Target,
  baseline: Baseline,
  now: { version: string; changedAt?: number } | undefined,
): Drift[] {
  if (!target.release || baseline.version === undefined || now?.version === baseline.version) return [];
  // A platform that cannot be asked from here has said nothing.
  if (!now && target.release.kind === "platform") return [];
  const changed = now?.changedAt === undefined ? {} : { changedAt: now.changedAt };
  const actual = now?.version ?? null;
  return [{ aspect: "version", key: "version", expected: baseline.version, actual, ...changed }];
}

function parameterDrift(baseline: Baseline, now: Readonly<Record<string, string>>): Drift[] {
  return Object.entries(baseline.parameters).flatMap(([key, expected]): Drift[] => {
    const actual = Object.hasOwn(now, key) ? now[key] : undefined;
    // What cannot be read at the moment (the software is down) has not changed for all we know.
    if (actual === undefined || actual === expected) return [];
    return [{ aspect: "parameter", key, expected: redact(expected, 300), actual: redact(actual, 300) }];
  });
}

function tell({ aspect, key, expected, actual, changedAt }: Drift): string {
  const when = changedAt === undefined ? "" : `, since ${new Date(changedAt).toISOString()}`;
  return `${aspect} ${key}: was ${JSON.stringify(expected)}, is ${JSON.stringify(actual)}${when}`;
}
