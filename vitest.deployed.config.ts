import { defineConfig } from "vitest/config";

/** What is deployed to an AWS emulator (see test/deployed/ministack): one file after the other, with the time that takes. */
export default defineConfig({
  test: {
    pool: "forks",
    maxWorkers: 1,
    include: ["test/deployed/**/*.test.ts"],
    testTimeout: 120_000,
    hookTimeout: 600_000,
  },
});
