import { gzipSync } from "node:zlib";
import { GradusError } from "@gradus/core";

/** Characters that a call may hand to a document. */
export const MAX_ARGS = 12_000;

/** Text as an argument of the script. */
export const encode = (text: string): string => Buffer.from(text, "utf8").toString("base64");

export const packed = (content: string): Buffer => gzipSync(Buffer.from(content, "utf8"), { level: 9 });

/** Each argument ends with a comma, so that empty ones are seen wherever they stand. */
export const argsOf = (words: ReadonlyArray<string | number>): string =>
  words.map((word) => `${word},`).join("");

/** A path as an argument. Throws "invalid_input" for one that means nothing on another machine. */
export function pathOf(path: string): string {
  if (!path.startsWith("/") || path.includes("\0"))
    throw new GradusError("invalid_input", `${JSON.stringify(path)} is no absolute path`);
  return encode(path);
}
