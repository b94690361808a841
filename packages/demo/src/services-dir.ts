import { existsSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

/**
 * The folder of the services' sources, found by walking up from this file or bundle to the folder that
 * has `packages/demo/services`. Throws when there is none; callers may then name it themselves.
 */
export function findServicesDir(from: string = dirname(fileURLToPath(import.meta.url))): string {
  for (let at = from; ; at = dirname(at)) {
    const candidate = join(at, "packages", "demo", "services");
    if (existsSync(join(candidate, "shared", "service.mjs"))) return candidate;
    if (dirname(at) === at) throw new Error(`no packages/demo/services above ${from}`);
  }
}
