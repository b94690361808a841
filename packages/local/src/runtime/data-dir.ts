import { accessSync, constants, mkdirSync, statSync } from "node:fs";
import { GradusError, messageOf } from "@gradus/core";

/** Makes the data directory where it is missing. Throws GradusError "unavailable" if Gradus cannot keep anything there. */
export function prepareDataDir(dataDir: string): void {
  try {
    mkdirSync(dataDir, { recursive: true });
    if (!statSync(dataDir).isDirectory()) throw Object.assign(new Error(), { code: "ENOTDIR" });
    accessSync(dataDir, constants.R_OK | constants.W_OK | constants.X_OK);
  } catch (error) {
    throw new GradusError(
      "unavailable",
      `The data directory ${dataDir} cannot be used: ${why(error)}. Choose another with --data, or make this one writable.`,
      { dataDir },
      error,
    );
  }
}

function why(error: unknown): string {
  switch ((error as NodeJS.ErrnoException).code) {
    case "EACCES":
    case "EPERM":
      return "there is no permission to write there";
    case "EEXIST":
    case "ENOTDIR":
      return "there is a file where a folder should be";
    case "EROFS":
      return "the file system is read-only";
    case "ENOSPC":
      return "the disk is full";
    default:
      return messageOf(error);
  }
}
