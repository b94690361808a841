import { redact } from "@gradus/core";

const MAX_LINE = 2_000;

/** Outside text as one line: secrets out, control characters visible, line breaks marked, so that no text can look like a section of ours. */
export const oneLine = (text: string): string =>
  redact(text, MAX_LINE).replace(/\s*[\n\r\u2028\u2029]+\s*/g, " ↵ ");

/** A header value: no line breaks, no control characters, short. Nothing in it can begin another header. */
export const headerText = (text: string, max = 200): string => {
  const flat = redact(text, MAX_LINE)
    .replace(/[\p{Cc}\p{Cf}\u2028\u2029\ufffd]+/gu, " ")
    .replace(/\s+/g, " ")
    .trim();
  // Cut between characters, not within one.
  return flat.length > max
    ? `${Array.from(flat)
        .slice(0, max - 1)
        .join("")}…`
    : flat;
};

/** An id inside a header. */
export const headerId = (text: string): string => text.replace(/[^\w.-]/g, "").slice(0, 100);

/** An address as it is, without anything that could end the field. */
export const address = (text: string): string => text.replace(/[\p{Cc}\u2028\u2029<>,;"]+/gu, "").trim();
