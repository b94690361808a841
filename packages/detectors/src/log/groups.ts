import type { Observation, Platform, Target } from "@gradus/core";
import type { Scene } from "../shared/observe.ts";
import { note } from "../shared/observe.ts";
import { shown, templateSeen, unreadable } from "./gather.ts";
import type { TallyState } from "./tally.ts";
import { count, initialTally, learn } from "./tally.ts";

interface OneGroup {
  /** Where to go on, epoch ms. */
  until: number;
  tally: TallyState;
}

/** What is remembered of each log group, by name. */
export type GroupState = Record<string, OneGroup>;

/** What was logged before the first look is only learned from, and only so far back. */
const CONTEXT_MS = 300_000;

/** The name under which a group stands where a file has its path. */
export const pathOfGroup = (group: string): string => `log-group:${group}`;

/** New lines of the target's log groups, counted as those of files are. A group that cannot be read is a visible state. */
export async function gatherGroups(
  platform: Pick<Platform, "logLines">,
  target: Target,
  state: GroupState,
  scene: Scene,
): Promise<{ observations: Observation[]; state: GroupState }> {
  const next: GroupState = {};
  const all = await Promise.all(
    (target.cloudwatch?.logGroups ?? []).map(async (group) => {
      const before = state[group];
      try {
        const seen = await gatherGroup(platform, group, before, scene);
        next[group] = seen.state;
        return seen.observations;
      } catch (error) {
        if (before) next[group] = before;
        return [unreadable(scene, pathOfGroup(group), error)];
      }
    }),
  );
  return { observations: all.flat(), state: next };
}

async function gatherGroup(
  platform: Pick<Platform, "logLines">,
  group: string,
  before: OneGroup | undefined,
  scene: Scene,
): Promise<{ observations: Observation[]; state: OneGroup }> {
  const path = pathOfGroup(group);
  const read = await platform.logLines(group, before?.until ?? scene.at - CONTEXT_MS);
  // One event may hold a whole stack trace: folded like the lines of a file.
  const lines = read.lines.flatMap((line) => line.split(/\r?\n/));
  const seen = before
    ? count(before.tally, lines, scene.at)
    : { state: learn(initialTally(scene.at), lines, scene.at), counted: [] };
  const observations = shown(seen.counted).map((one) => templateSeen(scene, path, one));
  observations.push(note(scene, "log_read", lines.length));
  if (read.cut) {
    observations.push(
      note(scene, `log_cut:${path}`.slice(0, 200), "there were more lines than are read at once"),
    );
  }
  return { observations, state: { until: read.until, tally: seen.state } };
}
