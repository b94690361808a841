import { readdirSync, statSync } from "node:fs";
import { join } from "node:path";

/** When the newest file at or below a path was written, in epoch ms. What was installed or built is not looked at. */
export function newest(path) {
  const found = statSync(path);
  if (!found.isDirectory()) return found.mtimeMs;
  let latest = 0;
  for (const { name } of readdirSync(path, { withFileTypes: true })) {
    if (name === "node_modules" || name === "dist" || name.startsWith(".")) continue;
    latest = Math.max(latest, newest(join(path, name)));
  }
  return latest;
}
