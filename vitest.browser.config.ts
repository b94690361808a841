import { defineConfig } from "vitest/config";
import { apart, usual } from "./vitest.config.ts";

/** Both pages in a real Chromium (skipped, and said so, where there is none): one file after the other. */
export default defineConfig({ test: { ...usual, maxWorkers: 1, include: apart.browser } });
