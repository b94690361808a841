import type { Json } from "../json.ts";

/** How much of an input or output an event keeps; the full data is in the snapshot while it matters. */
const LONGEST_EVENT_TEXT = 8192;

interface Text {
  readonly text: string;
  readonly truncated: boolean;
}

export const eventText = (value: Json, secret?: string): Text => {
  const whole = JSON.stringify(value);
  const text = secret === undefined ? whole : whole.replaceAll(secret, "(task token)");
  if (text.length <= LONGEST_EVENT_TEXT) return { text, truncated: false };
  // Not between the halves of a surrogate pair.
  const end = /[\uD800-\uDBFF]/.test(text[LONGEST_EVENT_TEXT - 1] ?? "")
    ? LONGEST_EVENT_TEXT - 1
    : LONGEST_EVENT_TEXT;
  return { text: text.slice(0, end), truncated: true };
};

export const inputDetails = (value: Json) => {
  const { text, truncated } = eventText(value);
  return { input: text, inputDetails: { truncated } };
};

export const outputDetails = (value: Json) => {
  const { text, truncated } = eventText(value);
  return { output: text, outputDetails: { truncated } };
};
