import { join, resolve } from "node:path";
import { factsOf, type Baseline, type Observation, type Target } from "@gradus/core";
import * as z from "zod";
import { rollBackRelease as card } from "../cards/restore.ts";
import { latest } from "../support/baseline.ts";
import { inverse, runbook } from "../support/define.ts";
import { currentVersion, isServed, linkText, versions } from "../support/release.ts";
import type { Run } from "../support/run.ts";
import type { Scene } from "../support/scene.ts";
import { mayNotStart, restart } from "../support/service.ts";

const saved = z.object({ version: z.string(), link: z.string().optional() });

export const rollBackRelease = runbook({
  card,
  candidates: (target, observations) => {
    if (!target.release || !target.manager) return [];
    const to = goodVersions(target, observations).find((v) => card.params.safeParse({ to: v }).success);
    return to === undefined ? [] : [{ to }];
  },
  async ready(scene, { to }) {
    if (!scene.target.release) return `${scene.target.id} has no releases`;
    const baseline = await latest(scene);
    if (!(await knownGood(scene, baseline)).includes(to)) return `${to} is not known to be good`;
    if (!(await versions(scene)).includes(to)) return `release ${to} is not there`;
    const { release } = scene.target;
    const link = release.kind === "symlink" ? await scene.host.stat(release.link) : undefined;
    if (link && link.kind !== "link") return `the release link is not a symbolic link`;
    return mayNotStart(scene);
  },
  async apply(scene, { to }, run) {
    const from = await currentVersion(scene);
    if (from === to && (await isServed(scene, to)) !== false) return run.note(`${to} is in place and runs`);
    if (from !== to) {
      const link = await linkNow(scene);
      if (from !== undefined) run.undo = { version: from, ...(link === undefined ? {} : { link }) };
      await place(scene, run, to);
    }
    await restart(scene, run);
  },
  undo: inverse(saved, async (scene, { version, link }, run) => {
    await place(scene, run, version, link);
    await restart(scene, run);
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

async function linkNow(scene: Scene): Promise<string | undefined> {
  const { release } = scene.target;
  return release?.kind === "symlink" ? (await scene.host.stat(release.link))?.linkTarget : undefined;
}

/** Puts a version in place. `exactly` is the text of the link, where it is known from before. */
async function place(scene: Scene, run: Run, to: string, exactly?: string): Promise<void> {
  await run.step(`put release ${to} in place`, async () => {
    const { release } = scene.target;
    if (!release) throw new Error("there are no releases");
    if (release.kind === "symlink") {
      const folder = await scene.host.stat(join(resolve(release.releases), to));
      if (folder?.kind !== "directory") throw new Error(`release ${to} is not there`);
      const text = exactly ?? linkText(release.link, release.releases, await linkNow(scene), to);
      await scene.host.link(release.link, text);
      return text;
    }
    const { code, stderr, timedOut } = await scene.host.run([...release.rollBack, to], { timeoutMs: 60_000 });
    if (timedOut || code !== 0) throw new Error(timedOut ? "took longer than a minute" : stderr);
    if ((await currentVersion(scene)) !== to) throw new Error(`the version is not ${to} afterwards`);
    return `version ${to}`;
  });
}
