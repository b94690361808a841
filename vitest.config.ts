import { defineConfig } from "vitest/config";

// These start a real Gradus, or real intruders, on the machine as it is. A Gradus under test takes a busy neighbour (another
// test's worker, the demo's CPU hog) for an intruder, as it should: so they run one after the other, after everything else.
const machine = [
  "packages/demo/test/**/*.test.ts",
  "test/{browser,cli,start}/**/*.test.ts",
  "packages/local/test/runtime/**/*.test.ts",
];

/** Long ones have commands of their own (npm run test:long, npm run test:deployed), and run in .ci/run. */
export const long = [
  "test/chaos/**/*.test.ts",
  "test/crash/**/*.test.ts",
  "test/start/full-disk.test.ts",
  "packages/demo/test/heap-leak.test.ts",
];

export default defineConfig({
  test: {
    pool: "forks",
    // The SDK's notice about the next version of Node would be in the output of every test file.
    env: { AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: "true" },
    testTimeout: 20_000,
    hookTimeout: 30_000,
    projects: [
      {
        extends: true,
        test: {
          name: "code",
          include: ["packages/*/test/**/*.test.{ts,tsx}", "test/**/*.test.{ts,tsx}"],
          exclude: ["**/node_modules/**", "test/deployed/**", ...machine, ...long],
          maxWorkers: 2,
          sequence: { groupOrder: 0 },
        },
      },
      {
        extends: true,
        test: {
          name: "machine",
          include: machine,
          exclude: ["**/node_modules/**", ...long],
          maxWorkers: 1,
          sequence: { groupOrder: 1 },
        },
      },
    ],
  },
});
