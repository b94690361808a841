import { join, resolve } from "node:path";
import { GradusError } from "@gradus/core";
import { ELSEWHERE } from "../../manager/elsewhere.ts";
import { currentVersion, linkText } from "./release.ts";
import type { Run } from "./run.ts";
import type { Scene } from "./scene.ts";

/** The text of the release link as it is now, where versions are folders behind one. */
export async function linkNow(scene: Scene): Promise<string | undefined> {
  const { release } = scene.target;
  return release?.kind === "symlink" ? (await scene.host.stat(release.link))?.linkTarget : undefined;
}

/** Puts a version in place. `exactly` is the text of the link, where it is known from before. */
export async function placeRelease(scene: Scene, run: Run, to: string, exactly?: string): Promise<void> {
  await run.step(`put release ${to} in place`, () => place(scene, to, exactly));
}

async function place(scene: Scene, to: string, exactly: string | undefined): Promise<string> {
  const { release } = scene.target;
  switch (release?.kind) {
    case "symlink": {
      const folder = await scene.host.stat(join(resolve(release.releases), to));
      if (folder?.kind !== "directory") throw new Error(`release ${to} is not there`);
      const text = exactly ?? linkText(release.link, release.releases, await linkNow(scene), to);
      await scene.host.link(release.link, text);
      return text;
    }
    case "command": {
      const argv = [...release.rollBack, to];
      const { code, stderr, timedOut } = await scene.host.run(argv, { timeoutMs: 60_000 });
      if (timedOut || code !== 0) throw new Error(timedOut ? "took longer than a minute" : stderr);
      if ((await currentVersion(scene)) !== to) throw new Error(`the version is not ${to} afterwards`);
      return `version ${to}`;
    }
    case "platform": {
      if (!scene.releases) throw new GradusError("unavailable", ELSEWHERE);
      await scene.releases.place(scene.target, to);
      return `AWS has taken the order to run version ${to}`;
    }
    case undefined:
      throw new Error("there are no releases");
    default:
      return never(release);
  }
}

function never(value: never): never {
  throw new RangeError(`unknown release ${JSON.stringify(value)}`);
}
