import { factsOf } from "@gradus/core";
import { rotateLog as card } from "../cards/soften.ts";
import { runbook } from "../support/define.ts";
import { compress, logsOf, stampOf } from "../support/logs.ts";

const FLOOD_FACTOR = 10;
const FLOOD_PER_MINUTE = 60;
const TIMEOUT_MS = 60_000;

export const rotateLog = runbook({
  card,
  needs: "machine",
  candidates(target, observations) {
    const floods = factsOf(observations, "log").filter(
      ({ fact }) => fact.rate >= FLOOD_PER_MINUTE && fact.rate >= FLOOD_FACTOR * fact.usualRate,
    );
    const full = factsOf(observations, "disk").some(({ fact }) => fact.usedPercent >= fact.maxPercent);
    return logsOf(target)
      .filter((path) => full || floods.some((o) => o.fact.path === path))
      .filter((path) => card.params.safeParse({ path }).success)
      .map((path) => ({ path }));
  },
  async ready(scene, { path }) {
    if (!logsOf(scene.target).includes(path)) return `${path} is none of ${scene.target.id}'s logs`;
    const stat = await scene.host.stat(path);
    if (!stat) return `${path} is missing`;
    return stat.kind === "file" ? undefined : `${path} is not a regular file`;
  },
  async apply(scene, { path }, run) {
    const stat = await scene.host.stat(path);
    if (!stat || stat.size === 0) return run.note(`${path} is empty`);
    const suffix = stampOf(scene.clock.now());
    // Nothing is emptied before its copy is complete; without room for one, this fails and the log stays.
    await run.step(`keep a compressed copy of ${path}`, async () => {
      const { code, stderr, timedOut } = await scene.host.run(compress(path, suffix), {
        timeoutMs: TIMEOUT_MS,
      });
      const copy = await scene.host.stat(`${path}${suffix}`);
      // 2: a warning, such as that the file grew meanwhile.
      if (timedOut || (code !== 0 && code !== 2) || !copy) {
        if (copy) await scene.host.remove(`${path}${suffix}`);
        throw new Error(timedOut ? "took too long" : stderr || "gzip failed");
      }
      return `${path}${suffix}, ${copy.size} bytes`;
    });
    await run.step(`empty ${path}`, async () => {
      await scene.host.truncate(path);
      return `${stat.size} bytes`;
    });
  },
});
