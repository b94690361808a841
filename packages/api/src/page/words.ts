import type { Attempt, Task, TaskSummary } from "@gradus/core";

/** 950 ms, 12 s, 3 min, 2 h, 4 d */
export function duration(ms: number): string {
  if (ms < 1_000) return `${Math.max(0, Math.round(ms))} ms`;
  if (ms < 120_000) return `${Math.round(ms / 1_000)} s`;
  if (ms < 7_200_000) return `${Math.round(ms / 60_000)} min`;
  return ms < 172_800_000 ? `${Math.round(ms / 3_600_000)} h` : `${Math.round(ms / 86_400_000)} d`;
}

export const ago = (at: number, now: number): string =>
  now - at < 1_000 ? "just now" : `${duration(now - at)} ago`;

/** 2026-01-05 09:00:12 UTC: the server does not know the reader's zone. */
export const utc = (at: number): string => `${new Date(at).toISOString().slice(0, 19).replace("T", " ")} UTC`;

export const clockTime = (at: number): string => new Date(at).toISOString().slice(11, 19);

/** "human:local" is whoever uses this machine: the page knows no more. */
export const person = (actor: string): string =>
  actor === "human:local" ? "a local user" : actor.replace(/^human:/, "");

export const phaseWord = (phase: number): string =>
  ["", "quick fix", "research", "consult", "escalate"][phase] ?? String(phase);

export const percent = (share: number): string => `${Math.round(share * 100)} %`;

export const many = (n: number, one: string, more = `${one}s`): string => `${n} ${n === 1 ? one : more}`;

export type Tone = "good" | "bad" | "wait" | "busy" | "calm";

export interface Mark {
  tone: Tone;
  icon: string;
  word: string;
}

export function statusMark(status: Task["status"]): Mark {
  switch (status) {
    case "working":
      return { tone: "busy", icon: "↻", word: "working" };
    case "awaiting_approval":
      return { tone: "wait", icon: "?", word: "needs approval" };
    case "awaiting_human":
      return { tone: "bad", icon: "!", word: "needs you" };
    case "fixed":
      return { tone: "good", icon: "✓", word: "fixed" };
    case "resolved":
      return { tone: "good", icon: "✓", word: "resolved" };
    case "cleared":
      return { tone: "calm", icon: "✓", word: "went away" };
    case "suppressed":
      return { tone: "calm", icon: "↷", word: "caused elsewhere" };
    default:
      return status satisfies never;
  }
}

export function stateMark(state: "healthy" | "failing" | "unknown"): Mark {
  switch (state) {
    case "healthy":
      return { tone: "good", icon: "●", word: "healthy" };
    case "failing":
      return { tone: "bad", icon: "▲", word: "failing" };
    case "unknown":
      return { tone: "calm", icon: "○", word: "not seen yet" };
    default:
      return state satisfies never;
  }
}

export function resultMark(result: Attempt["result"]): Mark {
  switch (result) {
    case "fixed":
      return { tone: "good", icon: "✓", word: "fixed" };
    case "running":
      return { tone: "busy", icon: "↻", word: "under way" };
    case "symptom_only":
      return { tone: "wait", icon: "~", word: "symptom only" };
    case "not_fixed":
      return { tone: "wait", icon: "✗", word: "not fixed" };
    case "not_held":
      return { tone: "wait", icon: "✗", word: "did not hold" };
    case "worse":
      return { tone: "bad", icon: "✗", word: "made it worse" };
    case "failed":
      return { tone: "bad", icon: "✗", word: "failed" };
    case "refused":
      return { tone: "calm", icon: "–", word: "not done" };
    case "rejected":
      return { tone: "calm", icon: "–", word: "rejected" };
    default:
      return result satisfies never;
  }
}

/** From first seen to closed. */
export const tookOf = (t: Pick<TaskSummary, "closedAt" | "updatedAt" | "firstSeenAt">): string =>
  duration((t.closedAt ?? t.updatedAt) - t.firstSeenAt);
