import { GradusError, isGradusError, messageOf } from "@gradus/core";

const MOVE_AWAY = "Move it away (nothing was deleted) and start again, or put a backup in its place.";

export const corruptDirectory = (directory: string, reason: string, cause?: unknown): GradusError =>
  new GradusError(
    "corrupt",
    `The data directory ${directory} cannot be read: ${reason}. ${MOVE_AWAY}`,
    { directory },
    cause,
  );

/** What level said, as a fault that names the directory. */
export function storageFault(error: unknown, directory: string): GradusError {
  if (isGradusError(error)) return error;
  const text = [...reasons(error)].join(": ");
  if (/LEVEL_LOCKED/.test(text)) {
    return new GradusError(
      "conflict",
      `The data directory ${directory} is in use by another process.`,
      { directory },
      error,
    );
  }
  if (/corruption|LEVEL_DECODE_ERROR|\.(ldb|sst): (invalid argument|no such file)/i.test(text)) {
    return corruptDirectory(directory, text, error);
  }
  if (/no space left|ENOSPC|EDQUOT|disk quota|file too large|EFBIG/i.test(text)) {
    return new GradusError(
      "unavailable",
      `The disk of ${directory} is full: free some space, and writing goes on by itself.`,
      { directory, disk: "full" },
      error,
    );
  }
  return new GradusError(
    "unavailable",
    `The store in ${directory} cannot be used: ${text}`,
    { directory },
    error,
  );
}

function* reasons(error: unknown): Generator<string> {
  for (let at = error, depth = 0; at instanceof Error && depth < 5; at = at.cause, depth++) {
    const code: unknown = "code" in at ? at.code : undefined;
    yield typeof code === "string" ? `${messageOf(at)} (${code})` : messageOf(at);
  }
}
