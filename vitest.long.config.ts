import { defineConfig } from "vitest/config";
import { long } from "./vitest.config.ts";

/** Suites that kill a real Gradus many times, fill its disk or a demo's memory, or play a short chaos run: one after the other, with the machine to themselves. */
export default defineConfig({
  test: {
    pool: "forks",
    maxWorkers: 1,
    env: { AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: "true" },
    testTimeout: 20_000,
    hookTimeout: 30_000,
    include: long,
  },
});
