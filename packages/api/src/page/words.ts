/** 2026-01-05 09:00:12 UTC: the server does not know the reader's zone. */
export const utc = (at: number): string => `${new Date(at).toISOString().slice(0, 19).replace("T", " ")} UTC`;

/** "human:local" is whoever uses this machine: the page knows no more. */
export const person = (actor: string): string =>
  actor === "human:local" ? "a local user" : actor.replace(/^human:/, "");

/** What a page says first, by colour and by sign. */
export interface Mark {
  tone: "good" | "bad" | "wait";
  icon: string;
}
