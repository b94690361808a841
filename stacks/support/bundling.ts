import { readFile } from "node:fs/promises";
import { resolve } from "node:path";
import type { Plugin } from "esbuild";
import type { FunctionProps } from "sst/constructs";

/**
 * The SDK registers each of a service's errors when it is loaded, and with them nearly all shapes of the service stay in a
 * bundle. For services of which we call a few operations they are left out: an error that is not registered still arrives as
 * the service's exception, with its name and message, and names are what `packages/aws` goes by.
 */
const LEAN =
  /@aws-sdk[\\/]client-(rds|lambda|ssm|ecs|cloudwatch|cloudwatch-logs)[\\/]dist-es[\\/]schemas[\\/]schemas_0\.js$/;

const leanErrors: Plugin = {
  name: "lean-errors",
  setup(build) {
    build.onLoad({ filter: LEAN }, async ({ path }) => ({
      contents: (await readFile(path, "utf8")).replace(/^n0_registry\.registerError\(.*\);$/gm, ""),
      loader: "js",
    }));
  },
};

/** How a function's code is bundled. The test of bundle sizes uses the very same options. */
export const BUNDLING: NonNullable<FunctionProps["nodejs"]> = {
  format: "esm",
  minify: true,
  sourcemap: false,
  esbuild: {
    target: "node22",
    // Names of classes are not looked at: every error of ours and of the SDK says its own.
    keepNames: false,
    alias: { "@aws-sdk/credential-provider-node": resolve("functions/runtime/credentials.ts") },
    plugins: [leanErrors as never],
  },
};
