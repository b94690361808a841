import { factsOf, type Baseline, type Observation, type Target } from "@gradus/core";
import * as z from "zod";
import { rollBackRelease as card } from "../cards/restore.ts";
import { ELSEWHERE } from "../../manager/elsewhere.ts";
import { latest } from "../support/baseline.ts";
import { inverse, runbook } from "../support/define.ts";
import { lacks } from "../support/needs.ts";
import { linkNow, placeRelease } from "../support/place-release.ts";
import { currentVersion, isServed, versions } from "../support/release.ts";
import type { Run } from "../support/run.ts";
import type { Scene } from "../support/scene.ts";
import { mayNotStart, restart } from "../support/service.ts";

const saved = z.object({ version: z.string(), link: z.string().optional() });

export const rollBackRelease = runbook({
  card,
  candidates: (target, observations) => {
    if (!target.release || !target.manager || outOfReach(target) !== undefined) return [];
    const to = goodVersions(target, observations).find((v) => card.params.safeParse({ to: v }).success);
    return to === undefined ? [] : [{ to }];
  },
  async ready(scene, { to }) {
    const { release } = scene.target;
    if (!release) return `${scene.target.id} has no releases`;
    const away = outOfReach(scene.target);
    if (away !== undefined) return away;
    if (release.kind === "platform" && !scene.releases) return ELSEWHERE;
    const baseline = await latest(scene);
    if (!(await knownGood(scene, baseline)).includes(to)) return `${to} is not known to be good`;
    if (!(await versions(scene)).includes(to)) return `release ${to} is not there`;
    const link = release.kind === "symlink" ? await scene.host.stat(release.link) : undefined;
    if (link && link.kind !== "link") return `the release link is not a symbolic link`;
    return release.kind === "platform" ? restsOnPurpose(scene) : mayNotStart(scene);
  },
  async apply(scene, { to }, run) {
    const from = await currentVersion(scene);
    if (from === to && (await isServed(scene, to)) !== false) return run.note(`${to} is in place and runs`);
    if (from !== to) {
      const link = await linkNow(scene);
      if (from !== undefined) run.undo = { version: from, ...(link === undefined ? {} : { link }) };
      await placeRelease(scene, run, to);
    }
    await serve(scene, run);
  },
  undo: inverse(saved, async (scene, { version, link }, run) => {
    await placeRelease(scene, run, version, link);
    await serve(scene, run);
  }),
  async causeGone(scene, { to }) {
    const current = await currentVersion(scene);
    if (current === undefined) return undefined;
    if (current !== to) return false;
    return (await isServed(scene, to)) ?? true;
  },
});

/** The baseline's version, as diagnostics found it; the one that runs now is no way back. */
function goodVersions(target: Target, observations: readonly Observation[]): string[] {
  const own = observations.filter((o) => o.target === target.id);
  const releases = factsOf(own, "release").flatMap(({ fact }) =>
    fact.baselineVersion !== undefined && fact.baselineVersion !== fact.version ? [fact.baselineVersion] : [],
  );
  const drifts = factsOf(own, "drift").flatMap(({ fact }) =>
    fact.aspect === "version" && typeof fact.expected === "string" ? [fact.expected] : [],
  );
  return [...new Set([...releases, ...drifts])];
}

/** Versions that some baseline was taken with, which only healthy targets get. */
async function knownGood(scene: Scene, newest: Baseline | undefined): Promise<string[]> {
  const kept = await scene.baselines.list(scene.target.id);
  return [newest?.version, ...kept.map((b) => b.version)].filter((v) => v !== undefined);
}

/** Versions on a platform need no machine; folders and commands do. */
const outOfReach = (target: Target): string | undefined =>
  target.release?.kind === "platform" ? undefined : lacks(target, "machine");

/** Placing a version starts nothing by itself that was stopped, but it is no time to change what rests on purpose. */
async function restsOnPurpose(scene: Scene): Promise<string | undefined> {
  const status = await scene.manager?.status(scene.target);
  return status?.stoppedOnPurpose ? `${scene.target.id} was stopped on purpose` : undefined;
}

/** A platform replaces what runs by itself; elsewhere the version counts from the next start. */
async function serve(scene: Scene, run: Run): Promise<void> {
  if (scene.target.release?.kind !== "platform") await restart(scene, run);
}
