import type { Action, Attempt, Severity, Task } from "../api/types.ts";

/** 950 ms, 12 s, 3 min, 2 h, 4 d */
export function duration(ms: number): string {
  if (ms < 1_000) return `${Math.max(0, Math.round(ms))} ms`;
  if (ms < 120_000) return `${Math.round(ms / 1_000)} s`;
  if (ms < 7_200_000) return `${Math.round(ms / 60_000)} min`;
  return ms < 172_800_000 ? `${Math.round(ms / 3_600_000)} h` : `${Math.round(ms / 86_400_000)} d`;
}

export const ago = (at: number, now: number): string =>
  now - at < 1_000 ? "just now" : `${duration(now - at)} ago`;

/** "human:local" is whoever uses this machine: the page knows no more. */
export const person = (actor: string): string =>
  actor === "human:local" ? "a local user" : actor.replace(/^human:/, "");

export const phaseWord = (phase: number): string =>
  ["", "quick fix", "research", "consult", "escalate"][phase] ?? String(phase);

export const percent = (share: number): string => `${Math.round(share * 100)} %`;

export const many = (n: number, one: string, more = `${one}s`): string => `${n} ${n === 1 ? one : more}`;

export const spaced = (word: string): string => word.replaceAll("_", " ");

/** Text from outside with what cannot be seen made visible: no character can reorder or hide what a person is to decide on. */
export const visible = (text: string): string =>
  text.replace(/[\p{Cc}\p{Cf}\u2028\u2029]/gu, (c) =>
    c === "\n" || c === "\t" ? c : `\\u{${c.codePointAt(0)?.toString(16) ?? ""}}`,
  );

/** The exact text of an action, as core's actionKey writes it. */
export function exactly({ runbook, params }: Action): string {
  const entries = Object.entries(params).sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0));
  return `${runbook}(${entries.map(([k, v]) => `${k}=${JSON.stringify(v)}`).join(",")})`;
}

export type Tone = "good" | "bad" | "wait" | "busy" | "calm";
export interface Mark {
  tone: Tone;
  icon: string;
  word: string;
}
const mark = (tone: Tone, icon: string, word: string): Mark => ({ tone, icon, word });

export const statusMarks: Record<Task["status"], Mark> = {
  working: mark("busy", "↻", "working"),
  awaiting_approval: mark("wait", "?", "needs approval"),
  awaiting_human: mark("bad", "!", "needs you"),
  fixed: mark("good", "✓", "fixed"),
  resolved: mark("good", "✓", "resolved"),
  cleared: mark("calm", "✓", "went away"),
  suppressed: mark("calm", "↷", "caused elsewhere"),
};

export const stateMarks: Record<"healthy" | "failing" | "unknown", Mark> = {
  healthy: mark("good", "●", "healthy"),
  failing: mark("bad", "▲", "failing"),
  unknown: mark("calm", "○", "not seen"),
};

export const resultMarks: Record<Attempt["result"], Mark> = {
  fixed: mark("good", "✓", "fixed"),
  running: mark("busy", "↻", "under way"),
  symptom_only: mark("wait", "~", "symptom only"),
  not_fixed: mark("wait", "✗", "not fixed"),
  not_held: mark("wait", "✗", "did not hold"),
  worse: mark("bad", "✗", "made it worse"),
  failed: mark("bad", "✗", "failed"),
  refused: mark("calm", "–", "not done"),
  rejected: mark("calm", "–", "rejected"),
};

/** How a task ended, as it is counted. */
export const endingMarks = {
  fixed: mark("good", "✓", "fixed alone"),
  assisted: mark("good", "✓", "fixed with a person"),
  not_held: mark("wait", "✗", "fixed, but came back"),
  resolved: statusMarks.resolved,
  cleared: statusMarks.cleared,
  suppressed: statusMarks.suppressed,
};

export const severityMarks: Record<Severity, Mark> = {
  critical: mark("bad", "▲▲", "critical"),
  high: mark("bad", "▲", "high"),
  medium: mark("wait", "◆", "medium"),
  low: mark("calm", "▽", "low"),
};

const absolute = new Intl.DateTimeFormat(undefined, {
  dateStyle: "medium",
  timeStyle: "medium",
});
const zone = new Intl.DateTimeFormat(undefined, { timeZoneName: "short" });
const ofDay = new Intl.DateTimeFormat(undefined, { timeStyle: "medium" });

/** "25 Nov 2026, 23:44:10 GMT+1": the reader's zone, named. */
export function exactTime(at: number): string {
  const name = zone.formatToParts(at).find(({ type }) => type === "timeZoneName")?.value ?? "";
  return `${absolute.format(at)} ${name}`.trim();
}

/** "23:44:10" */
export const timeOfDay = (at: number): string => ofDay.format(at);

const ofYear = new Intl.DateTimeFormat(undefined, {
  month: "short",
  day: "numeric",
  hour: "numeric",
  minute: "2-digit",
  second: "2-digit",
});

/** "23:44:10" of today, "25 Nov, 23:44:10" of this year, else with the year. */
export function timeOn(at: number, today: number): string {
  const [day, other] = [new Date(at), new Date(today)];
  if (day.toDateString() === other.toDateString()) return timeOfDay(at);
  return (day.getFullYear() === other.getFullYear() ? ofYear : absolute).format(at);
}
