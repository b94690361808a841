import { GradusError, isGradusError, messageOf } from "@gradus/core";

/** A fault of the SDK, the network or the table as one of ours. Condition failures become "conflict". */
export function toGradusError(error: unknown, what: string): GradusError {
  if (isGradusError(error)) return error;
  const name = error instanceof Error ? error.name : "";
  const message = messageOf(error);
  if (name === "ConditionalCheckFailedException") {
    return new GradusError("conflict", `${what}: it has changed in the meantime`, { what }, error);
  }
  if (
    name === "ItemCollectionSizeLimitExceededException" ||
    (name === "ValidationException" && /size/i.test(message))
  ) {
    return new GradusError("limit", `${what}: too large for one row (${message})`, { what }, error);
  }
  if (name === "ValidationException" || name === "SerializationException") {
    return new GradusError(
      "internal",
      `${what}: the store refused the request (${message})`,
      { what },
      error,
    );
  }
  return new GradusError("unavailable", `${what}: the store cannot be used (${message})`, { what }, error);
}

/** How often the SDK sent the request: after a lost answer it sends it again, and then loses against itself. */
export function attemptsOf(error: unknown): number {
  const metadata = (error as { $metadata?: { attempts?: number } } | undefined)?.$metadata;
  return metadata?.attempts ?? 1;
}

export const isConditionFailure = (error: unknown): boolean =>
  error instanceof Error && error.name === "ConditionalCheckFailedException";
