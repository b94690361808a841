import type { TaskDetail } from "../../api/types.ts";
import { duration, exactTime, type Tone } from "../../text/words.ts";

export interface Standing {
  tone: Tone;
  icon: string;
  /** Before the title: how it ended. */
  ended?: string;
  /** Since when, and whether somebody must act. */
  says: string;
}

/** How a task stands, for somebody who has just been woken. */
export function standingOf(
  { task, escalation }: Pick<TaskDetail, "task" | "escalation">,
  now: number,
): Standing {
  const since = `first seen ${duration(Math.max(0, now - task.firstSeenAt))} ago (${exactTime(task.firstSeenAt)})`;
  const took = `after ${duration((task.closedAt ?? task.updatedAt) - task.firstSeenAt)}`;
  const nobody = "Nobody needs to do anything.";
  switch (task.status) {
    case "working":
      return {
        tone: "busy",
        icon: "↻",
        says: `${since}. Gradus is at work on it: nobody needs to do anything.`,
      };
    case "awaiting_approval":
      return { tone: "wait", icon: "?", says: `${since}. ${mustApprove(escalation, now)}` };
    case "awaiting_human":
      return {
        tone: "bad",
        icon: "!",
        says: `${since}. Somebody must act: Gradus ${task.attempts.length > 0 ? "could not fix it" : "has done nothing"}.`,
      };
    case "fixed":
      if (task.attempts.some(({ result }) => result === "not_held"))
        return {
          tone: "wait",
          icon: "↩",
          ended: "Fixed, and came back: ",
          says: `${took}. A newer task has it now.`,
        };
      return { tone: "good", icon: "✓", ended: "Fixed: ", says: `${took}, and verified. ${nobody}` };
    case "resolved":
      return { tone: "good", icon: "✓", ended: "Resolved: ", says: `by a person ${took}. ${nobody}` };
    case "cleared":
      return { tone: "calm", icon: "✓", ended: "Went away: ", says: `${took}. ${nobody}` };
    case "suppressed":
      return { tone: "calm", icon: "↷", ended: "Caused elsewhere: ", says: `closed ${took}. ${nobody}` };
    default:
      return task.status satisfies never;
  }
}

function mustApprove(escalation: TaskDetail["escalation"], now: number): string {
  const ends = escalation?.expiresAt;
  const until = ends === undefined || ends < now ? "" : ` within ${duration(ends - now)}`;
  return `Somebody must approve or reject one action${until}.`;
}
