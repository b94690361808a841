import { defineConfig } from "vitest/config";

/** What all suites share. */
export const usual = {
  pool: "forks",
  // The SDK's notice about the next version of Node would be in the output of every test file.
  env: { AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: "true" },
  testTimeout: 20_000,
  hookTimeout: 30_000,
} as const;

/** Suites with commands of their own, which .ci/run runs too: `npm run test:browser`, `test:long`, `test:deployed`. */
export const apart = {
  browser: ["test/browser/**/*.test.ts"],
  long: [
    "test/chaos/**/*.test.ts",
    "test/crash/**/*.test.ts",
    "test/cli/**/*.test.ts",
    "packages/local/test/store/kill.test.ts",
    "test/start/full-disk.test.ts",
    "packages/demo/test/*-faults.test.ts",
    "packages/demo/test/heap-leak.test.ts",
    "packages/demo/test/shared-cause.test.ts",
  ],
  deployed: ["test/deployed/**/*.test.ts"],
};

// These start a real Gradus, or real intruders, on the machine as it is. A Gradus under test takes a busy neighbour (another
// test's worker, the demo's CPU hog) for an intruder, as it should: so they run one after the other, after everything else.
const machine = [
  "packages/demo/test/**/*.test.ts",
  "test/start/**/*.test.ts",
  "packages/local/test/runtime/**/*.test.ts",
];

// These keep nothing outside of what they are given, and clean up by no hook in what they import (it would run for the first file
// only): so one process may run many of them: half of their time was loading modules.
const pure = [
  "packages/{aws,core,detectors,experts,mail,store,workflows}/test/**/*.test.{ts,tsx}",
  "packages/targets/test/{baseline,config}/**/*.test.ts",
  "test/{app,conformance,workflow}/**/*.test.{ts,tsx}",
  "test/contract/store/**/*.test.ts",
];

const exclude = ["**/node_modules/**", ...Object.values(apart).flat()];

export default defineConfig({
  test: {
    ...usual,
    projects: [
      {
        extends: true,
        test: {
          name: "pure",
          include: pure,
          exclude,
          isolate: false,
          maxWorkers: 2,
          sequence: { groupOrder: 0 },
        },
      },
      {
        extends: true,
        test: {
          name: "code",
          include: ["packages/*/test/**/*.test.{ts,tsx}", "test/**/*.test.{ts,tsx}"],
          exclude: [...exclude, ...machine, ...pure],
          maxWorkers: 2,
          sequence: { groupOrder: 0 },
        },
      },
      {
        extends: true,
        test: {
          name: "machine",
          include: machine,
          exclude,
          maxWorkers: 1,
          sequence: { groupOrder: 1 },
        },
      },
    ],
  },
});
