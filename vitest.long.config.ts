import { defineConfig } from "vitest/config";
import { apart, usual } from "./vitest.config.ts";

/** Suites that kill a real Gradus many times, fill its disk, drive it by its command line, play a short chaos run, or break the demo's services one by one: one after the other, with the machine to themselves. */
export default defineConfig({ test: { ...usual, maxWorkers: 1, include: apart.long } });
