import { createRequire } from "node:module";
import { join, resolve } from "node:path";
import type { BuildOptions, BuildResult, Metafile } from "esbuild";
import { beforeAll, describe, expect, it } from "vitest";
import { BUNDLING } from "../../stacks/support/bundling.ts";
import { entryPoints, fileOf } from "./handlers.ts";

/** The design's number: what one function may weigh, minified. */
const MOST_BYTES = 1_000_000;

const root = resolve(import.meta.dirname, "../..");
// The bundler that `sst deploy` bundles with is SST's own, which is not ours.
const bundler = createRequire(join(root, "node_modules/sst/runtime/handlers/node.js"))("esbuild") as {
  build(options: BuildOptions): Promise<BuildResult>;
};

/** What SST makes of a function's `nodejs` when it deploys: node_modules/sst/runtime/handlers/node.js. */
function asDeployed(files: string[]): BuildOptions {
  const { minify, banner = "", format, sourcemap, esbuild } = BUNDLING;
  const requires = [
    "import { createRequire as topLevelCreateRequire } from 'module';",
    "const require = topLevelCreateRequire(import.meta.url);",
    'import { fileURLToPath as topLevelFileUrlToPath, URL as topLevelURL } from "url"',
    'const __dirname = topLevelFileUrlToPath(new topLevelURL(".", import.meta.url))',
    banner,
  ];
  return {
    entryPoints: files,
    platform: "node",
    external: ["sharp", "pg-native"],
    keepNames: true,
    bundle: true,
    logLevel: "silent",
    metafile: true,
    target: "esnext",
    mainFields: ["module", "main"],
    banner: { js: requires.join("\n") },
    ...(format === undefined ? {} : { format }),
    ...(minify === undefined ? {} : { minify }),
    ...(sourcemap === undefined ? {} : { sourcemap }),
    ...(esbuild as BuildOptions),
    absWorkingDir: root,
    outdir: "bundles",
    outbase: root,
    outExtension: { ".js": ".mjs" },
    write: false,
  };
}

describe("what each function is deployed with", () => {
  const handlers = entryPoints();
  let outputs: Metafile["outputs"];

  beforeAll(async () => {
    const { metafile } = await bundler.build(asDeployed(handlers.map(fileOf)));
    outputs = metafile?.outputs ?? {};
    const sizes = handlers.map((handler) => ({ handler, bytes: bundleOf(handler)?.bytes ?? 0 }));
    console.table(sizes.toSorted((a, b) => b.bytes - a.bytes));
  }, 60_000);

  const bundleOf = (handler: string) => outputs[`bundles/${fileOf(handler).replace(/\.ts$/, ".mjs")}`];
  const inputsOf = (handler: string): string[] => Object.keys(bundleOf(handler)?.inputs ?? {});

  it.each(handlers)(`%s is at most ${MOST_BYTES} bytes`, (handler) => {
    const bytes = bundleOf(handler)?.bytes ?? 0;
    expect(bytes).toBeGreaterThan(1_000);
    expect(bytes).toBeLessThanOrEqual(MOST_BYTES);
  });

  it("what reaches the world holds no AWS SDK", () => {
    const outbound = handlers.filter((h) => h.startsWith("functions/outbound/"));
    expect(outbound).toEqual(["functions/outbound/control.handler", "functions/outbound/probe.handler"]);
    const sdk = outbound.flatMap(inputsOf).filter((input) => /@aws-sdk|@smithy|@aws-crypto/.test(input));
    expect(sdk).toEqual([]);
  });

  it("nothing that is only for one machine or for tests is deployed", () => {
    const foreign = handlers.flatMap((handler) =>
      inputsOf(handler)
        .filter((input) =>
          /^packages\/(local|cli|demo|bench|chaos)\/|^test\/|node_modules\/(vitest|sst|aws-cdk-lib)\//.test(
            input,
          ),
        )
        .map((input) => `${handler}: ${input}`),
    );
    expect(foreign).toEqual([]);
  });
});
