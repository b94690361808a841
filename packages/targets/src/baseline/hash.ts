import { createHash } from "node:crypto";
import { isSecretName, redact } from "@gradus/core";

export const sha256 = (text: string): string => createHash("sha256").update(text).digest("hex");

/** How a value that is kept as a hash is shown. */
export const mark = (hash: string): string => `sha256:${hash.slice(0, 12)}`;

/** Whether a variable's value may be kept and shown at all. */
export const isSecret = (name: string, value: string): boolean =>
  isSecretName(name) || redact(value, 1_000_000) !== value;
