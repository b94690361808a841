import type { Runbook } from "../support/define.ts";
import { clearCache } from "./clear-cache.ts";
import { continueProcess } from "./continue-process.ts";
import { freeDisk } from "./free-disk.ts";
import { pauseWork } from "./pause-work.ts";
import { growStorage, raiseConcurrency, scaleOut } from "./raise-capacity.ts";
import { reloadService } from "./reload-service.ts";
import { reniceProcess } from "./renice-process.ts";
import { restartClean } from "./restart-clean.ts";
import { restartService } from "./restart-service.ts";
import { restoreEnvironment } from "./restore-environment.ts";
import { restoreFile } from "./restore-file.ts";
import { restoreMode } from "./restore-mode.ts";
import { resumeWork } from "./resume-work.ts";
import { rollBackRelease } from "./roll-back-release.ts";
import { rotateLog } from "./rotate-log.ts";
import { stopIntruder } from "./stop-intruder.ts";

/** All of them, in the order of the cards. */
export const runbooks: readonly Runbook[] = [
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
