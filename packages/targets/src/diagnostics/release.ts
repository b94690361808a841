import type { Target } from "@gradus/core";
import { readVersion } from "../baseline/version.ts";
import { hasMachine } from "../manager/kinds.ts";
import type { DiagnosticsOptions, Finding } from "./context.ts";

/** Which release runs, since when, and which one was there before. */
export async function diagnoseRelease(options: DiagnosticsOptions, target: Target): Promise<Finding[]> {
  const now = await readVersion(options.host(target.host), target, options.releases);
  if (!now) return [];
  const baseline = (await options.baselines.latest(target.id))?.version;
  const known = await listVersions(options, target);
  const before = baseline !== undefined && baseline !== now.version && known.includes(baseline);
  const previous = before ? baseline : known[known.indexOf(now.version) + 1];
  const since = now.changedAt === undefined ? "" : ` since ${new Date(now.changedAt).toISOString()}`;
  return [
    {
      text: `release ${now.version}${since}, before it ${previous ?? "none that is known"}`,
      fact: {
        kind: "release",
        version: now.version,
        ...(previous === undefined ? {} : { previous }),
        ...(now.changedAt === undefined ? {} : { changedAt: now.changedAt }),
        ...(baseline === undefined ? {} : { baselineVersion: baseline }),
      },
    },
  ];
}

/** Newest first: as the platform or the command says, or by the order of the folders' names ("1.10.0" comes after "1.9.0"). */
async function listVersions(options: DiagnosticsOptions, target: Target): Promise<string[]> {
  const { release } = target;
  if (!release) return [];
  if (release.kind === "platform") return (await options.releases?.list(target)) ?? [];
  if (!hasMachine(target)) return [];
  const host = options.host(target.host);
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
