import type { HealthReport, TargetView, TaskSummary } from "../../api/types.ts";
import { many, type Tone, visible } from "../../text/words.ts";

/** How everything stands, in one sentence. */
export interface Standing {
  tone: Tone;
  icon: string;
  title: string;
  /** When the newest look at any target was. */
  checkedAt?: number;
}

/** So many looks in a row may be late before nobody may rely on them. */
const LATE_LOOKS = 5;
const LATE_MS = 60_000;
const NAMED = 3;
const MOST_WORDS = 200;

/** The first line of the overview. "All is well" is said only of what was really looked at, and lately. */
export function standingOf(
  of: {
    targets: readonly TargetView[];
    open: number;
    waiting: number;
    health?: Pick<HealthReport, "paused" | "observeOnly" | "problems"> | undefined;
  },
  now: number,
): Standing {
  const { targets, open, waiting, health } = of;
  const looks = targets.flatMap(({ checkedAt }) => checkedAt ?? []);
  const checkedAt = looks.length === 0 ? undefined : Math.max(...looks);
  const say = (tone: Tone, icon: string, title: string): Standing => ({
    tone,
    icon,
    title,
    ...(checkedAt === undefined ? {} : { checkedAt }),
  });
  const all = many(targets.length, "target");
  const failing = targets.filter(({ state }) => state === "failing");
  const unseen = targets.filter(({ state }) => state === "unknown");
  if (targets.length === 0) return say("calm", "○", "No target is watched yet");
  if (failing.length > 0) return say("bad", "▲", failingWords(failing, targets.length));
  if (checkedAt !== undefined && isLate(targets, checkedAt, now))
    return say("bad", "!", "No target has been looked at for a while");
  if (waiting > 0)
    return say("wait", "!", `${many(waiting, "task")} ${waiting === 1 ? "waits" : "wait"} for a person`);
  if (unseen.length > 0)
    return say(
      "calm",
      "○",
      unseen.length === targets.length
        ? `${all} ${targets.length === 1 ? "has" : "have"} not been seen yet`
        : `${unseen.length} of ${all} ${unseen.length === 1 ? "is" : "are"} not seen; all others are healthy`,
    );
  if (open > 0) return say("busy", "↻", `${all} healthy; Gradus still works on ${many(open, "task")}`);
  if (health?.paused) return say("wait", "■", `${all} healthy, but Gradus is paused`);
  if (health && health.problems.length > 0) return say("wait", "!", `${all} healthy, but Gradus is unwell`);
  if (health?.observeOnly) return say("good", "✓", `${all} healthy; Gradus only observes`);
  return say("good", "✓", `All is well: ${all} healthy`);
}

function failingWords(failing: readonly TargetView[], of: number): string {
  const [first] = failing;
  if (first && failing.length === 1) {
    const why = first.symptoms[0]?.summary;
    if (why === undefined) return `${first.id} is failing`;
    // Most say already whose sign they are.
    return visible(why.startsWith(first.id) ? why : `${first.id} is failing: ${why}`).slice(0, MOST_WORDS);
  }
  const names = failing.slice(0, NAMED).map(({ id }) => id);
  const more = failing.length - names.length;
  const last = more > 0 ? `${more} more` : (names.pop() ?? "");
  return `${failing.length} of ${of} targets are failing: ${names.join(", ")} and ${last}`;
}

const isLate = (targets: readonly TargetView[], checkedAt: number, now: number): boolean =>
  now - checkedAt > Math.max(LATE_MS, LATE_LOOKS * Math.max(...targets.map(({ intervalMs }) => intervalMs)));

/** Open tasks in which a person is asked, by who waits longest; those that were put off till later are counted only. */
export function waitingOf(
  tasks: readonly TaskSummary[],
  now: number,
): { tasks: TaskSummary[]; snoozed: number } {
  const asked = tasks.filter(({ status }) => status === "awaiting_approval" || status === "awaiting_human");
  const due = asked.filter(({ care }) => !(care?.snoozed && care.snoozed.until > now));
  return { tasks: due.sort((a, b) => a.openedAt - b.openedAt), snoozed: asked.length - due.length };
}
