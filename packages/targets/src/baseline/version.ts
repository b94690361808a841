import { basename } from "node:path";
import type { Host, Target } from "@gradus/core";

export interface VersionState {
  version: string;
  /** When it was deployed, where that can be known. */
  changedAt?: number;
}

/** Which release the target is on. Undefined if it has none, or it cannot be told. */
export async function readVersion(host: Host, target: Target): Promise<VersionState | undefined> {
  const { release } = target;
  if (!release) return undefined;
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
