import type { Observation, Platform, Target } from "@gradus/core";
import { messageOf } from "@gradus/core";
import type { Kept } from "../metric/track.ts";
import type { Scene } from "../shared/observe.ts";
import { note, observe } from "../shared/observe.ts";
import { within } from "../watcher/within.ts";

/** What the platform says of a target, each sighting with the source that it names itself. Throws if it cannot be asked. */
export async function gatherPlatform(
  platform: Pick<Platform, "observe">,
  target: Target,
  scene: Omit<Scene, "source">,
): Promise<Observation[]> {
  const sightings = await platform.observe(target);
  return sightings.map(({ source, fact, text }) => observe({ ...scene, source }, fact, text));
}

/** The platform's values of the target's metrics. That it cannot be asked is a note, and takes nothing from what is scraped. */
export async function gatherKept(
  platform: Pick<Platform, "metrics"> | undefined,
  target: Target,
  scene: Scene,
  deadlineMs: number,
): Promise<{ kept: readonly Kept[]; notes: Observation[] }> {
  if (!platform || !target.cloudwatch?.metrics.length) return { kept: [], notes: [] };
  try {
    return { kept: await within(deadlineMs, "platform", platform.metrics(target)), notes: [] };
  } catch (error) {
    return { kept: [], notes: [note(scene, "gather_failed:platform", messageOf(error))] };
  }
}
