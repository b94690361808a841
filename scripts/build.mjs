// Bundles an entry point of the workspace into dist/, if its sources are newer than the bundle. Dependencies stay in node_modules.
import { existsSync, renameSync, rmSync, statSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { build, stop } from "esbuild";
import { newest } from "./newest.mjs";

const root = resolve(dirname(fileURLToPath(import.meta.url)), "..");

const entries = {
  gradus: "packages/cli/src/main.ts",
  chaos: "test/chaos/main.ts",
  bench: "test/bench/main.ts",
  cost: "test/cost/main.ts",
};

/** Stays in node_modules: it loads native code and its own files by path. */
const EXTERNAL = ["dynalite", "esbuild"];

/** Packages that are not ES modules call require. */
const BANNER =
  'import { createRequire as gradusRequire } from "node:module"; const require = gradusRequire(import.meta.url);';

/** Returns the path of an up-to-date bundle. */
export async function ensureBuilt(name) {
  const entry = entries[name];
  if (!entry) throw new Error(`there is no entry "${name}"; known: ${Object.keys(entries).join(", ")}`);
  const outfile = join(root, "dist", `${name}.mjs`);
  const sources = ["packages", ...(entry.startsWith("test/") ? ["test", "functions"] : [])];
  const stale =
    !existsSync(outfile) ||
    Math.max(...sources.map((s) => newest(join(root, s)))) > statSync(outfile).mtimeMs;
  if (stale) {
    // Made aside and moved into place: two that start at once must not read each other's half.
    const draft = join(root, "dist", `draft-${process.pid}`);
    await build({
      absWorkingDir: root,
      entryPoints: [entry],
      outfile: join(draft, `${name}.mjs`),
      bundle: true,
      platform: "node",
      format: "esm",
      target: "node20",
      sourcemap: true,
      jsx: "automatic",
      jsxImportSource: "hono/jsx",
      mainFields: ["module", "main"],
      external: EXTERNAL,
      banner: { js: BANNER },
      logLevel: "error",
    });
    // Its service process would otherwise stay for as long as Gradus runs.
    await stop();
    renameSync(join(draft, `${name}.mjs.map`), `${outfile}.map`);
    renameSync(join(draft, `${name}.mjs`), outfile);
    rmSync(draft, { recursive: true });
  }
  return outfile;
}
