import type { Fact, Observation } from "@gradus/core";
import { redact } from "@gradus/core";

/** What every adapter needs to make observations of one target. */
export interface Scene {
  target: string;
  source: Observation["source"];
  /** Epoch milliseconds of this pass. */
  at: number;
  ids: () => string;
}

/** One observation. `text` may come from outside: it is redacted and capped here. */
export const observe = (scene: Scene, fact: Fact, text: string): Observation => ({
  id: scene.ids(),
  source: scene.source,
  target: scene.target,
  at: scene.at,
  text: redact(text),
  fact,
});

/** Something that could not be seen, or was left out: visible, never an exception. */
export const note = (scene: Scene, topic: string, value: string | number): Observation =>
  observe(
    scene,
    { kind: "note", topic, value: typeof value === "string" ? redact(value, 500) : value },
    `${topic}: ${String(value)}`,
  );
