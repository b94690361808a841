import { defineConfig } from "vitest/config";

// The demo's own tests start a CPU hog and other intruders: a Gradus under test elsewhere would see and stop them, and the
// hog would starve its neighbours. So they have the machine to themselves, after everything else.
const intruders = ["packages/demo/test/**/*.test.ts"];

export default defineConfig({
  test: {
    pool: "forks",
    maxWorkers: 2,
    testTimeout: 20_000,
    hookTimeout: 30_000,
    projects: [
      {
        extends: true,
        test: {
          name: "gradus",
          include: ["packages/*/test/**/*.test.{ts,tsx}", "test/**/*.test.{ts,tsx}"],
          exclude: ["**/node_modules/**", ...intruders],
          sequence: { groupOrder: 0 },
        },
      },
      { extends: true, test: { name: "demo", include: intruders, sequence: { groupOrder: 1 } } },
    ],
  },
});
