import { createHash } from "node:crypto";
import type { Signal } from "@gradus/core";
import { fingerprint } from "@gradus/core";

const sha256 = (text: string): string => createHash("sha256").update(text).digest("hex");
const unused = (): string => {
  throw new Error("a fingerprint needs no key and no randomness");
};

/** The issue a signal points to: core's fingerprint. */
export const printOf = (signal: Pick<Signal, "target" | "symptom" | "key">): string =>
  fingerprint({ sha256, hmac: unused, randomId: unused }, signal);
