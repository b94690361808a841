import type { AuditEvent } from "../api/types.ts";
import { exactTime, many, percent, person, phaseWord, spaced, type Tone } from "./words.ts";

/** One line of a task's history. */
export interface Moment {
  tone: Tone;
  title: string;
  /** An action, word for word. */
  exact?: string;
  lines: string[];
}

export const KNOWN: Record<string, [Tone, string]> = {
  "task.opened": ["bad", "Seen and confirmed"],
  "signal.attached": ["bad", "Also seen"],
  "phase.ended": ["calm", "On to the next phase"],
  "verdict.given": ["busy", "Verdict"],
  "consensus.reached": ["busy", "The experts' vote"],
  "action.decided": ["busy", "Decided"],
  "action.applied": ["busy", "Acted"],
  "action.verified": ["calm", "Checked"],
  "action.undone": ["wait", "Taking back"],
  "approval.requested": ["wait", "Asked a person for approval"],
  "action.approved": ["good", "Approved"],
  "action.rejected": ["bad", "Rejected"],
  "task.stuck": ["wait", "Stuck: it went in circles"],
  "task.escalated": ["bad", "Handed to people"],
  "escalation.superseded": ["calm", "Asks something else by now"],
  "task.handed-back": ["busy", "Given back to Gradus"],
  "task.suppressed": ["calm", "Caused by another target"],
  "fix.relapsed": ["bad", "The fix did not hold: the fault came back"],
  "task.fixed": ["good", "Closed: fixed, and verified"],
  "task.resolved": ["good", "Closed: resolved"],
  "task.cleared": ["calm", "Closed: it went away"],
  "task.acknowledged": ["good", "Acknowledged"],
  "task.unacknowledged": ["calm", "No longer acknowledged"],
  "task.snoozed": ["calm", "Snoozed"],
  "task.unsnoozed": ["calm", "No longer snoozed"],
  "task.assigned": ["calm", "Assigned"],
  "task.unassigned": ["calm", "No longer assigned"],
  "task.noted": ["calm", "Note"],
  "gradus.paused": ["wait", "Gradus paused"],
  "gradus.resumed": ["good", "Gradus resumed"],
  "target.paused": ["wait", "Target paused"],
  "target.resumed": ["good", "Target resumed"],
  "target.autonomy-set": ["wait", "What a target allows set"],
  "target.autonomy-cleared": ["calm", "What a target allows set back to its entry"],
  "pattern.promoted": ["good", "Pattern vouched for"],
  "pattern.retired": ["wait", "Pattern taken out of use"],
  "patterns.imported": ["busy", "Patterns imported"],
  "mail.sent": ["calm", "Told by mail"],
  "mail.tested": ["calm", "Mail tried"],
  "mail.left": ["calm", "No more mail wanted"],
  "mail.rejoined": ["calm", "Mail wanted again"],
};

/** "Handed to people", "Approved by ada@example.org" */
export const sentenceOf = ({ type, actor }: Pick<AuditEvent, "type" | "actor">): string =>
  `${KNOWN[type]?.[1] ?? type.replace(".", " ").replaceAll("-", " ")}${byWhom(actor)}`;

/** An audit event in words. One that is not known yet is still told, with all its data. */
export function momentOf(event: AuditEvent): Moment {
  const { type, data } = event;
  const { action, result } = data;
  // These two stand apart, where they are words.
  const apart = (name: string, value: unknown): boolean =>
    (name === "action" || name === "result") && typeof value === "string";
  const found = Object.entries(data).filter(
    ([name, value]) => value !== null && value !== "" && value !== undefined && !apart(name, value),
  );
  const facts = found.flatMap(([name, value]) => factOf(name, value) ?? []).join(" · ");
  return {
    tone: toneOf(result) ?? KNOWN[type]?.[0] ?? "calm",
    title: `${sentenceOf(event)}${typeof result === "string" ? `: ${spaced(result)}` : ""}`,
    ...(typeof action === "string" ? { exact: action } : {}),
    lines: [
      ...found.flatMap(([name, value]) => sentencesOf(name, value) ?? []),
      ...(facts === "" ? [] : [facts]),
    ],
  };
}

const toneOf = (result: unknown): Tone | undefined =>
  result === "fixed" ? "good" : result === "worse" || result === "failed" ? "bad" : undefined;

function byWhom(actor: string): string {
  if (actor === "gradus") return "";
  const detector = /^detector:(.+)$/.exec(actor)?.[1];
  return detector === undefined
    ? ` by ${person(actor.replace(/^expert:/, ""))}`
    : ` by the ${detector} detector`;
}

const SENTENCES = new Set([
  "title",
  "summary",
  "why",
  "reason",
  "notes",
  "outcome",
  "policy",
  "reasons",
  "steps",
  "warrant",
]);

/** Data that is words already. */
function sentencesOf(name: string, value: unknown): string[] | undefined {
  if (!SENTENCES.has(name)) return undefined;
  if (name === "steps" && Array.isArray(value))
    return (value as Array<{ name: string; ok: boolean }>).map((s) => `${s.ok ? "✓" : "✗"} ${s.name}`);
  if (name === "warrant" && typeof value === "object") {
    const { by = "?", reason = "" } = value as { by?: string; reason?: string };
    return [`Allowed by ${person(by)}: ${reason}`];
  }
  return Array.isArray(value) ? value.map(String) : [plainly(value)];
}

/** What a message about a task says. */
const MESSAGES: Readonly<Record<string, string>> = {
  escalated: "that it waits for people",
  reminded: "that it still waits",
  resolved: "that it waits no more",
};

/** Data that needs its name. */
function factOf(name: string, value: unknown): string | undefined {
  if (SENTENCES.has(name)) return undefined;
  switch (name) {
    // By which a note that comes twice is known.
    case "key":
      return undefined;
    case "n":
      return `attempt ${plainly(value)}`;
    case "phase":
      return `phase ${plainly(value)}, ${phaseWord(Number(value))}`;
    case "next":
      return `next ${plainly(value)}, ${phaseWord(Number(value))}`;
    case "confidence":
      return `${percent(Number(value))} sure`;
    case "risk":
    case "faultClass":
      return spaced(plainly(value));
    case "until":
    case "firstSeenAt":
      return typeof value === "number"
        ? `${name === "until" ? "until" : "first seen"} ${exactTime(value)}`
        : `${name} ${plainly(value)}`;
    case "message":
      return MESSAGES[plainly(value)] ?? plainly(value);
    case "to":
      return `to ${Array.isArray(value) ? value.join(", ") : plainly(value)}`;
    case "together":
      return `together with ${many(Number(value) - 1, "other")}`;
    case "assignee":
      return `to ${person(plainly(value))}`;
    case "cites":
      return `cites ${Array.isArray(value) ? many(value.length, "observation") : plainly(value)}`;
    default:
      return `${name.replace(/[A-Z]/g, (c) => ` ${c.toLowerCase()}`)} ${plainly(value)}`;
  }
}

/** Any data as text. */
export const plainly = (value: unknown): string =>
  typeof value === "string" ? value : JSON.stringify(value);
