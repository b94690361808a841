// Bundles an entry point of the workspace into dist/, if its sources are newer than the bundle. Dependencies stay in node_modules.
import { existsSync, readdirSync, statSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

const root = resolve(dirname(fileURLToPath(import.meta.url)), "..");

const entries = {
  gradus: "packages/cli/src/main.ts",
  chaos: "test/chaos/main.ts",
  bench: "test/bench/main.ts",
};

function newest(directory) {
  let latest = 0;
  for (const entry of readdirSync(directory, { withFileTypes: true })) {
    if (entry.name === "node_modules" || entry.name.startsWith(".")) continue;
    const path = join(directory, entry.name);
    latest = Math.max(latest, entry.isDirectory() ? newest(path) : statSync(path).mtimeMs);
  }
  return latest;
}

const bundled = {
  name: "workspace",
  setup(b) {
    // @gradus/* is source and goes into the bundle; every other package is left to Node.
    b.onResolve({ filter: /^[^./]/ }, (args) =>
      args.path.startsWith("@gradus/") || args.kind === "entry-point"
        ? undefined
        : { path: args.path, external: true },
    );
  },
};

/** Returns the path of an up-to-date bundle. */
export async function ensureBuilt(name) {
  const entry = entries[name];
  if (!entry) throw new Error(`there is no entry "${name}"; known: ${Object.keys(entries).join(", ")}`);
  const outfile = join(root, "dist", `${name}.mjs`);
  const sources = ["packages", ...(entry.startsWith("test/") ? ["test"] : [])];
  const stale =
    !existsSync(outfile) ||
    Math.max(...sources.map((s) => newest(join(root, s)))) > statSync(outfile).mtimeMs;
  if (stale) {
    await build({
      absWorkingDir: root,
      entryPoints: [entry],
      outfile,
      bundle: true,
      platform: "node",
      format: "esm",
      target: "node20",
      sourcemap: true,
      jsx: "automatic",
      jsxImportSource: "hono/jsx",
      plugins: [bundled],
      logLevel: "error",
    });
  }
  return outfile;
}
