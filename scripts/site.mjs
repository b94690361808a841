// Builds the dashboard into dist/site, if its sources are newer, and says "building" when it has to: node scripts/site.mjs. In a
// process of its own, so that what builds does not stay in the memory of Gradus.
import { existsSync, renameSync, rmSync, statSync, utimesSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { newest } from "./newest.mjs";

const root = resolve(dirname(fileURLToPath(import.meta.url)), "..");
const folder = join(root, "dist", "site");
const page = join(folder, "index.html");
/** The lock file, because the dashboard has libraries in it. */
const sources = [join(root, "web"), join(root, "package-lock.json")];

const isStale = () =>
  !existsSync(page) || Math.max(...sources.filter(existsSync).map(newest)) > statSync(page).mtimeMs;

/** Another that was started at the same moment may have put its own in place, which is as good. */
function put(draft) {
  for (let left = 5; ; left -= 1) {
    rmSync(folder, { recursive: true, force: true });
    try {
      return renameSync(draft, folder);
    } catch (error) {
      if (left === 0 || !["ENOTEMPTY", "EEXIST"].includes(error.code)) throw error;
    }
  }
}

if (isStale()) {
  process.stdout.write("building\n");
  const began = new Date();
  const draft = `${folder}-draft-${process.pid}`;
  try {
    const { build } = await import("../web/build.mjs");
    await build({ outDir: draft });
    // What is written while it is built makes it stale.
    utimesSync(join(draft, "index.html"), began, began);
    put(draft);
  } finally {
    rmSync(draft, { recursive: true, force: true });
  }
}
