import { card } from "./card.ts";
import { capacityParams, environmentParams, fileParams, releaseParams } from "./params.ts";

export const restoreFile = card({
  id: "restore-file",
  title: "Restore a configuration file",
  purpose:
    "Puts one of the target's files back to the content, mode and owner of the baseline, then reloads the target, or restarts it where it cannot reload.",
  risk: "disruptive",
  level: "restore",
  addresses: ["bad_config", "bad_parameter", "certificate", "bad_permissions"],
  params: fileParams,
  undoable: true,
  predicts: "The file equals the last known good one and the target works with it.",
  lasting: true,
});

export const restoreMode = card({
  id: "restore-mode",
  title: "Restore a file's mode and owner",
  purpose:
    "Gives one of the target's files exactly the mode and owner of the baseline, leaves its content alone, and starts the target if it is down.",
  risk: "reversible",
  level: "restore",
  addresses: ["bad_permissions"],
  params: fileParams,
  undoable: true,
  predicts: "The target can use the file again, with no more rights than before.",
  lasting: true,
});

export const restoreEnvironment = card({
  id: "restore-environment",
  title: "Restore an environment variable",
  purpose:
    "Puts a variable of the environment file back to the baseline's value, or removes it if it was not there; all other lines stay as they are. Then restarts the target.",
  risk: "disruptive",
  level: "restore",
  addresses: ["bad_environment"],
  params: environmentParams,
  undoable: true,
  predicts: "The target starts with the last known good environment.",
  lasting: true,
});

export const rollBackRelease = card({
  id: "roll-back-release",
  title: "Roll back the release",
  purpose: "Goes back to a version that is known to be good and restarts the target.",
  risk: "disruptive",
  level: "restore",
  addresses: ["bad_release", "memory_leak", "crash"],
  params: releaseParams,
  undoable: true,
  predicts: "The target runs the earlier version, without the errors that came with the newer one.",
  lasting: true,
});

export const growStorage = card({
  id: "grow-storage",
  title: "Grow the storage",
  purpose:
    "Gives the database a fifth more storage, at least 10 GiB, up to the target's maxStorageGiB. It cannot be made smaller again.",
  risk: "disruptive",
  level: "restore",
  addresses: ["disk_full"],
  params: capacityParams,
  undoable: false,
  predicts: "The database has room to write; more storage costs more from now on.",
  lasting: true,
});
