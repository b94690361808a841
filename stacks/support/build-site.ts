import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join, relative } from "node:path";
import { STYLE } from "@gradus/api/style";
import { workFolder } from "./work-folder.ts";

/** Builds the page's files. `digest` changes when any of them does. */
export function buildSite(stage: string): { folder: string; digest: string } {
  const folder = join(workFolder(stage), "site");
  execFileSync(process.execPath, ["web/build.mjs", folder], { stdio: ["ignore", "ignore", "inherit"] });
  // What the pages behind signed links in mail look like; the API serves these pages, and this name is the site's.
  writeFileSync(join(folder, "style.css"), STYLE);
  const hash = createHash("sha256");
  const files = readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name));
  for (const file of files.sort()) hash.update(relative(folder, file)).update(readFileSync(file));
  return { folder, digest: hash.digest("hex").slice(0, 32) };
}
