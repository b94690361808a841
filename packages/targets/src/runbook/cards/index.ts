import type { RunbookCard } from "@gradus/core";
import { pauseWork, scaleOut, stopIntruder } from "./isolate.ts";
import { restartClean, restartService } from "./restart.ts";
import { growStorage, restoreEnvironment, restoreFile, restoreMode, rollBackRelease } from "./restore.ts";
import {
  clearCache,
  continueProcess,
  freeDisk,
  raiseConcurrency,
  reloadService,
  reniceProcess,
  resumeWork,
  rotateLog,
} from "./soften.ts";

/** The closed action space, mildest level first. Nothing here can lose data, so nothing is destructive. */
export const runbookCards: readonly RunbookCard[] = [
  continueProcess,
  reloadService,
  clearCache,
  resumeWork,
  reniceProcess,
  raiseConcurrency,
  rotateLog,
  freeDisk,
  restartService,
  restartClean,
  restoreMode,
  restoreEnvironment,
  restoreFile,
  rollBackRelease,
  growStorage,
  pauseWork,
  scaleOut,
  stopIntruder,
];
