import type { AuditEvent } from "@gradus/core";

/** How events are called where people read them: the dashboard has the same words, and a test sees to it that they stay the same. */
export const titles: Record<string, string> = {
  "task.opened": "Seen and confirmed",
  "signal.attached": "Also seen",
  "phase.ended": "On to the next phase",
  "verdict.given": "Verdict",
  "consensus.reached": "The experts' vote",
  "action.decided": "Decided",
  "action.applied": "Acted",
  "action.verified": "Checked",
  "action.undone": "Taking back",
  "approval.requested": "Asked a person for approval",
  "action.approved": "Approved",
  "action.rejected": "Rejected",
  "task.stuck": "Stuck: it went in circles",
  "task.escalated": "Handed to people",
  "escalation.superseded": "Asks something else by now",
  "task.handed-back": "Given back to Gradus",
  "task.suppressed": "Caused by another target",
  "fix.relapsed": "The fix did not hold: the fault came back",
  "task.fixed": "Closed: fixed, and verified",
  "task.resolved": "Closed: resolved",
  "task.cleared": "Closed: it went away",
  "task.acknowledged": "Acknowledged",
  "task.unacknowledged": "No longer acknowledged",
  "task.snoozed": "Snoozed",
  "task.unsnoozed": "No longer snoozed",
  "task.assigned": "Assigned",
  "task.unassigned": "No longer assigned",
  "task.noted": "Note",
  "gradus.paused": "Gradus paused",
  "gradus.resumed": "Gradus resumed",
  "target.paused": "Target paused",
  "target.resumed": "Target resumed",
  "target.autonomy-set": "What a target allows set",
  "target.autonomy-cleared": "What a target allows set back to its entry",
  "pattern.promoted": "Pattern vouched for",
  "pattern.retired": "Pattern taken out of use",
  "patterns.imported": "Patterns imported",
  "mail.sent": "Told by mail",
  "mail.tested": "Mail tried",
  "mail.left": "No more mail wanted",
  "mail.rejoined": "Mail wanted again",
};

/** "Handed to people", "Approved by ada@example.org": an event as people read it. */
function sentenceOf({ type, actor }: Pick<AuditEvent, "type" | "actor">): string {
  const title = titles[type] ?? type.replace(".", " ").replaceAll("-", " ");
  if (actor === "gradus") return title;
  const [, detector] = /^detector:(.+)$/.exec(actor) ?? [];
  return `${title} by ${detector === undefined ? personOf(actor) : `the ${detector} detector`}`;
}

const personOf = (actor: string): string =>
  actor === "human:local" ? "a local user" : actor.replace(/^(?:expert|human):/, "");

/** Whether all words of a search are found in what an event is called, its code, its actor or its data, in any order and case. */
export function saying(search = ""): (event: AuditEvent) => boolean {
  const words = search.toLowerCase().split(/\s+/).filter(Boolean);
  return (event) => {
    const { type, actor, data } = event;
    const text = `${type} ${sentenceOf(event)} ${actor} ${JSON.stringify(data)}`.toLowerCase();
    return words.every((word) => text.includes(word));
  };
}
