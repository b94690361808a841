import type { Target } from "@gradus/core";
import { listVersions, readVersion } from "../baseline/version.ts";
import type { DiagnosticsOptions, Finding } from "./context.ts";

/** Which release runs, since when, and which one was there before. */
export async function diagnoseRelease(options: DiagnosticsOptions, target: Target): Promise<Finding[]> {
  const host = options.host(target.host);
  const now = await readVersion(host, target, options.releases);
  if (!now) return [];
  const baseline = (await options.baselines.latest(target.id))?.version;
  const known = await listVersions(host, target, options.releases);
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
