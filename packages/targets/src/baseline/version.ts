import { basename } from "node:path";
import type { Host, Releases, Target } from "@gradus/core";
import { hasMachine } from "../manager/kinds.ts";

export interface VersionState {
  version: string;
  /** When it was deployed, where that can be known. */
  changedAt?: number;
}

/** Which release the target is on. Undefined if it has none, or it cannot be told: nobody here can ask its platform. */
export async function readVersion(
  host: Host,
  target: Target,
  releases?: Releases,
): Promise<VersionState | undefined> {
  const { release } = target;
  if (!release) return undefined;
  if (release.kind === "platform") return releases?.current(target);
  if (!hasMachine(target)) return undefined;
  switch (release.kind) {
    case "symlink": {
      const link = await host.stat(release.link);
      if (link?.linkTarget === undefined) return undefined;
      return { version: basename(link.linkTarget), changedAt: link.mtimeMs };
    }
    case "command": {
      const { code, stdout } = await host.run(release.current, { timeoutMs: 10_000, maxOutput: 4_096 });
      const version = stdout.trim().split("\n")[0]?.trim().slice(0, 100);
      return code === 0 && version ? { version } : undefined;
    }
    default:
      return never(release);
  }
}

function never(value: never): never {
  throw new RangeError(`unknown release ${JSON.stringify(value)}`);
}

/** The versions that could be put in place, newest first: as the platform or the command says, or by the order of the folders' names ("1.10.0" comes after "1.9.0"). */
export async function listVersions(host: Host, target: Target, releases?: Releases): Promise<string[]> {
  const { release } = target;
  if (!release) return [];
  if (release.kind === "platform") return (await releases?.list(target)) ?? [];
  if (!hasMachine(target)) return [];
  if (release.kind === "command") {
    const { code, stdout } = await host.run(release.list, { timeoutMs: 10_000 });
    const lines = stdout.split("\n").map((line) => line.trim());
    return code === 0 ? lines.filter((line) => line !== "") : [];
  }
  const folders: string[] = [];
  for (const name of await host.list(release.releases)) {
    const stat = name.startsWith(".") ? undefined : await host.stat(`${release.releases}/${name}`);
    if (stat?.kind === "directory") folders.push(name);
  }
  return folders.sort((a, b) => b.localeCompare(a, "en", { numeric: true }));
}
