import { phaseName, type Recipient, type Task, timeIn } from "@gradus/core";
import { oneLine } from "./clean.ts";

/** The same for every message about a task, so that mail programs keep them together. */
export const subjectOf = (task: Task): string => `[Gradus] ${task.severity}: ${task.title}`;

export const kicker = (task: Task, { zone }: Recipient): string =>
  `Gradus · ${task.severity} · ${oneLine(task.target)} · phase ${task.phase} (${phaseName(task.phase)}) · since ${timeIn(zone, task.firstSeenAt)}`;

export const person = (actor: string): string =>
  actor === "human:local" ? "a local user" : oneLine(actor.replace(/^human:/, ""));

/** 1 task, 2 tasks */
export const count = (n: number, one: string, many: string): string => `${n} ${n === 1 ? one : many}`;

/** 40 s, 12 min, 3 h, 2 d */
export function took(ms: number): string {
  const seconds = Math.max(0, Math.round(ms / 1_000));
  if (seconds < 120) return `${seconds} s`;
  if (seconds < 7_200) return `${Math.round(seconds / 60)} min`;
  return seconds < 172_800 ? `${Math.round(seconds / 3_600)} h` : `${Math.round(seconds / 86_400)} d`;
}
