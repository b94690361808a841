// Builds the site: node web/build.mjs [folder] → index.html, app-<hash>.js, style-<hash>.css, icon.svg.
import { copyFileSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { basename, dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { build as bundle } from "esbuild";

const here = dirname(fileURLToPath(import.meta.url));
/** What a build made before. Other files in the folder are not ours. */
const MADE = /^(app|style)-[A-Z0-9]{8}\.(js|css)$/;

/** Gives the names of the hashed files. @param {{ outDir: string }} options */
export async function build({ outDir }) {
  mkdirSync(outDir, { recursive: true });
  for (const name of readdirSync(outDir)) if (MADE.test(name)) rmSync(join(outDir, name));
  const { metafile } = await bundle({
    absWorkingDir: here,
    entryPoints: { app: "src/main.ts", style: "src/style.css" },
    entryNames: "[name]-[hash]",
    outdir: resolve(outDir),
    bundle: true,
    minify: true,
    format: "esm",
    target: ["es2022", "chrome109", "firefox115", "safari16.4"],
    legalComments: "none",
    metafile: true,
    logLevel: "error",
  });
  const names = Object.keys(metafile.outputs).map((path) => basename(path));
  const nameOf = (end) => names.find((name) => name.endsWith(end));
  const files = { script: nameOf(".js"), style: nameOf(".css") };
  const page = readFileSync(join(here, "src/index.html"), "utf8");
  writeFileSync(
    join(outDir, "index.html"),
    page.replace("app.js", files.script).replace("style.css", files.style),
  );
  copyFileSync(join(here, "src/icon.svg"), join(outDir, "icon.svg"));
  return files;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const outDir = resolve(process.argv[2] ?? join(here, "dist"));
  const { script, style } = await build({ outDir });
  process.stdout.write(`${join(outDir, "index.html")} with ${script} and ${style}\n`);
}
