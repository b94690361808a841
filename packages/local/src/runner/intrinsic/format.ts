import type { Json } from "../json.ts";
import { intrinsicFault } from "./function.ts";
import { render } from "./texts.ts";

/**
 * Splits a literal template at its `{}`; `\{`, `\}`, `\'` and `\\` stand for the character
 * (States Language, "Intrinsic Functions", reserved characters).
 */
export const splitTemplate = (raw: string): string[] => {
  const parts = [""];
  for (let i = 0; i < raw.length; i++) {
    if (raw.startsWith("{}", i)) {
      parts.push("");
      i++;
    } else {
      if (raw[i] === "\\") i++;
      parts[parts.length - 1] += raw[i] ?? "";
    }
  }
  return parts;
};

/** Values go in between the parts and are never read as templates themselves. */
export const format = (parts: readonly string[], values: readonly Json[]): string => {
  if (parts.length - 1 !== values.length) {
    throw intrinsicFault(`States.Format has ${parts.length - 1} {} for ${values.length} arguments`);
  }
  return parts.map((part, i) => (i === 0 ? part : render(values[i - 1]) + part)).join("");
};
