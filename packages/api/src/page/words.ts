/** "human:local" is whoever uses this machine: the page knows no more. */
export const person = (actor: string): string =>
  actor === "human:local" ? "a local user" : actor.replace(/^human:/, "");

/** What a page says first, by colour and by sign. */
export interface Mark {
  tone: "good" | "bad" | "wait";
  icon: string;
}
