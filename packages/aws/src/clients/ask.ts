import { type ErrorCode, GradusError, messageOf, redact } from "@gradus/core";

/**
 * The answer to one call of an AWS API. `action` is its IAM name, such as "ecs:DescribeServices": whoever reads the error
 * sees what may be missing from a policy. Throws GradusError and nothing else.
 */
export async function ask<T>(action: string, answer: Promise<T>): Promise<T> {
  try {
    return await answer;
  } catch (error) {
    throw new GradusError(codeOf(nameOf(error)), `${action}: ${redact(messageOf(error), 300)}`, {}, error);
  }
}

/** The same, where the thing that is asked for need not exist: undefined for errors of those names. */
export async function find<T>(
  action: string,
  answer: Promise<T>,
  absent: readonly string[],
): Promise<T | undefined> {
  try {
    return await answer;
  } catch (error) {
    if (absent.includes(nameOf(error))) return undefined;
    return await ask(action, Promise.reject(error as Error));
  }
}

const nameOf = (error: unknown): string => (error instanceof Error ? error.name : "");

/** By the error's name: the services do not agree on anything else. What is not known is worth another try. */
function codeOf(name: string): ErrorCode {
  if (
    /AccessDenied|NotAuthorized|Unauthorized|AuthFailure|AuthorizationError|UnrecognizedClient/.test(name)
  ) {
    return "forbidden";
  }
  if (/Throttl|TooManyRequests|RequestLimitExceeded/.test(name)) return "unavailable";
  if (/PreconditionFailed|Conflict|InvalidDBInstanceState|NotActive|InProgress/.test(name)) return "conflict";
  if (/LimitExceeded|QuotaExceeded/.test(name)) return "limit";
  if (/NotFound/.test(name)) return "not_found";
  if (/^(Invalid|Validation|ClientException)/.test(name)) return "invalid_input";
  return "unavailable";
}
