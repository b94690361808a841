import { defineConfig } from "vitest/config";

/** What is deployed to an AWS emulator (see test/deployed/ministack): one file after the other, with the time that takes. */
export default defineConfig({
  test: {
    pool: "forks",
    // The SDK's notice about the next version of Node would be in the output of every test file.
    env: { AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: "true" },
    maxWorkers: 1,
    include: ["test/deployed/**/*.test.ts"],
    testTimeout: 120_000,
    hookTimeout: 600_000,
  },
});
