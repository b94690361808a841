import { defineConfig } from "vitest/config";
import { apart, usual } from "./vitest.config.ts";

/** Suites that kill a real Gradus many times, fill its disk or a demo's memory, drive it by its command line, or play a short chaos run: one after the other, with the machine to themselves. */
export default defineConfig({ test: { ...usual, maxWorkers: 1, include: apart.long } });
