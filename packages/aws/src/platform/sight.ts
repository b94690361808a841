import { type Fact, messageOf, redact, type Sighting, type Source } from "@gradus/core";

/** Words of a platform may quote what a program printed or was given: they are outside text. */
export const words = (text: string): string => redact(text.trim(), 500);

export const sight = (source: Source, fact: Fact, text: string): Sighting => ({
  source,
  text: words(text),
  fact,
});

/** A target whose resource is not there is not "down", or somebody would try to start it: nothing is known of it. */
export const absent = (what: string): Sighting =>
  sight(
    "service",
    { kind: "process", running: false, recentStarts: 0, unknown: what },
    `status unknown: ${what}`,
  );

/** A part that could not be seen stays visible, and hides nothing of what could. */
export const unseen = (source: Source, error: unknown): Sighting => {
  const value = words(messageOf(error));
  return sight(source, { kind: "note", topic: "platform_unknown", value }, `could not be seen: ${value}`);
};
