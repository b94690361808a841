import { StateFailure } from "../fault.ts";
import type { Json } from "../json.ts";
import { byteLength } from "../json.ts";

/** The largest input, output or result, as UTF-8 JSON (AWS Step Functions, "Service quotas"). */
export const PAYLOAD_LIMIT = 262_144;

/** Gives the value back, or fails with States.DataLimitExceeded. */
export const limited = (value: Json, what: string): Json => {
  const bytes = byteLength(value);
  if (bytes <= PAYLOAD_LIMIT) return value;
  throw new StateFailure(
    "States.DataLimitExceeded",
    `${what} has ${bytes} bytes, more than the limit of ${PAYLOAD_LIMIT}`,
  );
};
