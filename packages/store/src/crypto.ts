import { createHash, createHmac, randomBytes } from "node:crypto";
import type { Crypto } from "@gradus/core";

/** The core's Crypto port over node:crypto. Ids are 144 random bits in base64url: 24 characters. */
export const nodeCrypto: Crypto = {
  sha256: (text) => createHash("sha256").update(text, "utf8").digest("hex"),
  hmac: (key, text) => createHmac("sha256", key).update(text, "utf8").digest("hex"),
  randomId: () => randomBytes(18).toString("base64url"),
};
