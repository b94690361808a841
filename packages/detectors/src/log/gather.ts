import type { Host, Observation, Target } from "@gradus/core";
import { isGradusError, messageOf, redact } from "@gradus/core";
import type { Scene } from "../shared/observe.ts";
import { note, observe } from "../shared/observe.ts";
import { textOf } from "./drain.ts";
import { isError } from "./level.ts";
import type { TailLimits, TailState } from "./tail.ts";
import { tail } from "./tail.ts";
import type { Counted, TallyState } from "./tally.ts";
import { count, initialTally, learn } from "./tally.ts";

interface LogFileState {
  tail: TailState;
  tally: TallyState;
}

/** What is remembered of each log, by path. */
export type LogState = Record<string, LogFileState>;

const MAX_ERRORS = 20;
const MAX_OTHERS = 8;

/** New lines of all logs of the target, as templates with their rates. A log that cannot be read is a visible state. */
export async function gatherLogs(
  host: Host,
  target: Target,
  state: LogState,
  scene: Scene,
  limits?: TailLimits,
): Promise<{ observations: Observation[]; state: LogState }> {
  const next: LogState = {};
  const groups = await Promise.all(
    target.logs.map(async ({ path }) => {
      try {
        const seen = await gatherLog(host, path, state[path], scene, limits);
        next[path] = seen.state;
        return seen.observations;
      } catch (error) {
        if (state[path]) next[path] = state[path];
        return [unreadable(scene, path, error)];
      }
    }),
  );
  return { observations: groups.flat(), state: next };
}

async function gatherLog(
  host: Host,
  path: string,
  before: LogFileState | undefined,
  scene: Scene,
  limits: TailLimits | undefined,
): Promise<{ observations: Observation[]; state: LogFileState }> {
  const now = scene.at;
  const read = await tail(host, path, before?.tail, now, limits);
  const tally = before?.tally ?? initialTally(now);
  if (!before) {
    const learned = read.missing ? tally : learn(tally, read.context, now);
    const seen = read.missing ? missing(scene, path) : note(scene, "log_read", read.context.length);
    return { observations: [seen], state: { tail: read.state, tally: learned } };
  }
  const bytes = read.lines.reduce((sum, line) => sum + line.length + 1, 0);
  const scale = bytes > 0 ? 1 + read.skippedBytes / bytes : 1;
  const { state, counted } = count(tally, read.lines, now, scale);
  const observations = shown(counted).map((one) => templateSeen(scene, path, one));
  observations.push(read.missing ? missing(scene, path) : note(scene, "log_read", read.lines.length));
  if (read.skippedBytes > 0)
    observations.push(note(scene, `log_skipped:${path}`.slice(0, 200), read.skippedBytes));
  return { observations, state: { tail: read.state, tally: state } };
}

/** Errors first, then what is busiest now or usually: that a busy template has fallen silent says something too. */
export function shown(counted: readonly Counted[]): Counted[] {
  const volume = (one: Counted): number => Math.max(one.rate, one.template.usual);
  const errors = counted
    .filter((one) => isError(one.template.level) && one.count > 0)
    .sort((a, b) => Number(b.isNew) - Number(a.isNew) || b.count - a.count);
  const others = counted
    .filter((one) => !isError(one.template.level) && (one.count > 0 || one.template.usual >= 60))
    .sort((a, b) => volume(b) - volume(a));
  return [...errors.slice(0, MAX_ERRORS), ...others.slice(0, MAX_OTHERS)];
}

export function templateSeen(scene: Scene, path: string, one: Counted): Observation {
  const { template, count, isNew } = one;
  const text = redact(textOf(template), 500);
  const sample = redact(one.sample, 500);
  return observe(
    scene,
    {
      kind: "log",
      path,
      templateId: template.id,
      template: text,
      level: template.level,
      count,
      rate: Math.round(one.rate * 10) / 10,
      usualRate: Math.round(template.usual * 10) / 10,
      isNew,
      ...(template.code === undefined ? {} : { code: template.code }),
      sample,
    },
    `${path}: ${count} × ${template.level} ${sample || text}`,
  );
}

const missing = (scene: Scene, path: string): Observation =>
  observe(
    scene,
    { kind: "log_state", path, problem: "missing", detail: "there is no such file" },
    `${path} is missing`,
  );

export function unreadable(scene: Scene, path: string, error: unknown): Observation {
  const code = isGradusError(error) ? `${error.code}: ` : "";
  const detail = redact(`${code}${messageOf(error)}`, 300);
  return observe(
    scene,
    { kind: "log_state", path, problem: "unreadable", detail },
    `${path} cannot be read: ${detail}`,
  );
}
