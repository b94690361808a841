import { createHash } from "node:crypto";
import type { Json } from "../json.ts";
import { isObject } from "../json.ts";
import type { Intrinsic } from "./function.ts";
import { intrinsicFault, LONGEST_TEXT, text } from "./function.ts";

const parse = (source: string): Json => {
  try {
    return JSON.parse(source) as Json;
  } catch {
    throw intrinsicFault("the string is not JSON");
  }
};

/** Strings go in as they are; everything else as its JSON text. */
export const render = (value: Json | undefined): string =>
  typeof value === "string" ? value : JSON.stringify(value ?? null);

/** Each character of the delimiter splits; nothing between two of them gives no element (as AWS does). */
const split = (source: string, delimiters: string): Json => {
  const stops = new Set(delimiters);
  const parts: string[] = [];
  let part = "";
  for (const char of source) {
    if (!stops.has(char)) part += char;
    else {
      if (part !== "") parts.push(part);
      part = "";
    }
  }
  return part === "" ? parts : [...parts, part];
};

const decode = (source: string): string => {
  if (!/^[A-Za-z0-9+/]*={0,2}$/u.test(source)) throw intrinsicFault("the string is not Base64");
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(Buffer.from(source, "base64"));
  } catch {
    throw intrinsicFault("the decoded bytes are not UTF-8 text");
  }
};

const ALGORITHMS: Readonly<Record<string, string>> = {
  MD5: "md5",
  "SHA-1": "sha1",
  "SHA-256": "sha256",
  "SHA-384": "sha384",
  "SHA-512": "sha512",
};

const hash = (source: string, name: string): string => {
  const algorithm = ALGORITHMS[name];
  if (algorithm === undefined) {
    throw intrinsicFault(`${name} is not one of ${Object.keys(ALGORITHMS).join(", ")}`);
  }
  if (source.length > LONGEST_TEXT)
    throw intrinsicFault(`the data is longer than ${LONGEST_TEXT} characters`);
  return createHash(algorithm).update(source, "utf8").digest("hex");
};

const merge = (args: readonly Json[]): Json => {
  const [first = null, second = null, deep] = args;
  if (!isObject(first) || !isObject(second)) throw intrinsicFault("the first two arguments must be objects");
  if (deep !== false)
    throw intrinsicFault("only the shallow merge is supported: the third argument must be false");
  return { ...first, ...second };
};

export const texts: Readonly<Record<string, Intrinsic>> = {
  "States.StringToJson": { least: 1, most: 1, apply: (args) => parse(text(args, 0)) },
  "States.JsonToString": { least: 1, most: 1, apply: (args) => JSON.stringify(args[0]) },
  "States.StringSplit": { least: 2, most: 2, apply: (args) => split(text(args, 0), text(args, 1)) },
  "States.Base64Encode": {
    least: 1,
    most: 1,
    apply: (args) => Buffer.from(text(args, 0, LONGEST_TEXT), "utf8").toString("base64"),
  },
  "States.Base64Decode": { least: 1, most: 1, apply: (args) => decode(text(args, 0, LONGEST_TEXT)) },
  "States.Hash": { least: 2, most: 2, apply: (args) => hash(render(args[0]), text(args, 1)) },
  "States.JsonMerge": { least: 3, most: 3, apply: merge },
};
