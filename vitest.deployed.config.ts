import { defineConfig } from "vitest/config";
import { apart, usual } from "./vitest.config.ts";

/** What is deployed to an AWS emulator (see test/deployed/ministack): one file after the other, with the time that takes. */
export default defineConfig({
  test: { ...usual, maxWorkers: 1, include: apart.deployed, testTimeout: 120_000, hookTimeout: 600_000 },
});
