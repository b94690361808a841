import { GradusError, messageOf, type ErrorCode } from "@gradus/core";

/** The errno name of a system error, "" for anything else. */
export function errnoOf(error: unknown): string {
  if (!(error instanceof Error) || !("code" in error)) return "";
  return typeof error.code === "string" ? error.code : "";
}

export const isMissing = (error: unknown): boolean => ["ENOENT", "ENOTDIR", "ESRCH"].includes(errnoOf(error));

/** A system error as a GradusError that says what was tried. */
export function faultOf(error: unknown, what: string): GradusError {
  if (error instanceof GradusError) return error;
  return new GradusError(codeOf(errnoOf(error)), `${what}: ${messageOf(error)}`, {}, error);
}

function codeOf(errno: string): ErrorCode {
  switch (errno) {
    case "ENOENT":
    case "ENOTDIR":
    case "ESRCH":
      return "not_found";
    case "EACCES":
    case "EPERM":
    case "EROFS":
      return "forbidden";
    case "EEXIST":
    case "EBUSY":
      return "conflict";
    case "EISDIR":
    case "EINVAL":
    case "ENAMETOOLONG":
    case "ELOOP":
      return "invalid_input";
    case "ENOSPC":
    case "EDQUOT":
    case "EMFILE":
    case "ENFILE":
    case "EFBIG":
      return "limit";
    case "ETIMEDOUT":
      return "timeout";
    case "ECONNREFUSED":
    case "ECONNRESET":
    case "EAGAIN":
    case "EIO":
      return "unavailable";
    default:
      return "internal";
  }
}
