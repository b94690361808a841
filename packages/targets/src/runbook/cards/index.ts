import type { RunbookCard } from "@gradus/core";
import { pauseWork, stopIntruder } from "./isolate.ts";
import { restartClean, restartService } from "./restart.ts";
import { restoreEnvironment, restoreFile, restoreMode, rollBackRelease } from "./restore.ts";
import {
  clearCache,
  continueProcess,
  freeDisk,
  reloadService,
  reniceProcess,
  resumeWork,
  rotateLog,
} from "./soften.ts";

/** The closed action space on one machine, mildest level first. Nothing here can lose data, so nothing is destructive. */
export const runbookCards: readonly RunbookCard[] = [
  continueProcess,
  reloadService,
  clearCache,
  resumeWork,
  reniceProcess,
  rotateLog,
  freeDisk,
  restartService,
  restartClean,
  restoreMode,
  restoreEnvironment,
  restoreFile,
  rollBackRelease,
  pauseWork,
  stopIntruder,
];
