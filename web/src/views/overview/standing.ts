import type { HealthReport, TargetView, TaskSummary } from "../../api/types.ts";
import { exactTime, many, type Tone, visible } from "../../text/words.ts";
import { worstFirst } from "./matrix.ts";

/** How everything stands, in one sentence. */
export interface Standing {
  tone: Tone;
  icon: string;
  title: string;
  /** When the newest look at any target was. */
  checkedAt?: number;
}

const NAMED = 3;
const MOST_WORDS = 200;

/** The first line of the overview. "All is well" is said only of what was really looked at, and lately, and of what is known. */
export function standingOf(of: {
  targets: readonly TargetView[];
  open: number;
  /** Undefined: not known. */
  waiting: number | undefined;
  /** There are more of them than were read. */
  more?: boolean;
  health?: Pick<HealthReport, "paused" | "observeOnly" | "problems"> | undefined;
}): Standing {
  const { targets, open, waiting, more = false, health } = of;
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
  const unknown = targets.filter(({ state }) => state === "unknown");
  if (targets.length === 0) return say("calm", "○", "No target is watched yet");
  if (failing.length > 0) return say("bad", "▲", failingWords(failing, targets.length));
  const late = targets.filter((one) => one.unseen);
  if (late.length > 0) return say("bad", "!", lateWords(late, targets.length));
  if (waiting !== undefined && waiting > 0)
    return say("wait", "!", `${waitingWords(waiting, more)} a person`);
  if (unknown.length > 0)
    return say(
      "calm",
      "○",
      unknown.length === targets.length
        ? `${all} ${targets.length === 1 ? "has" : "have"} not been seen yet`
        : `${unknown.length} of ${all} ${unknown.length === 1 ? "is" : "are"} not seen; all others are healthy`,
    );
  if (waiting === undefined || !health)
    return say("calm", "○", `${all} healthy; what else there is, is not known yet`);
  if (open > 0) return say("busy", "↻", `${all} healthy; Gradus still works on ${many(open, "task")}`);
  if (health.paused) return say("wait", "■", `${all} healthy, but Gradus is paused`);
  if (health.problems.length > 0) return say("wait", "!", `${all} healthy, but Gradus is unwell`);
  if (health.observeOnly) return say("good", "✓", `${all} healthy; Gradus only observes`);
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
  return `${failing.length} of ${of} targets are failing: ${namesOf(failing)}`;
}

function lateWords(late: readonly TargetView[], of: number): string {
  const [first] = late;
  if (late.length === of) return "No target has been looked at for a while";
  if (first?.unseen && late.length === 1)
    return `${first.id} has not been seen since ${exactTime(first.unseen.since)}`;
  return `${late.length} of ${of} targets have not been looked at for a while: ${namesOf(late)}`;
}

/** "a, b, c and 2 more" */
function namesOf(targets: readonly TargetView[]): string {
  const names = targets.slice(0, NAMED).map(({ id }) => id);
  const more = targets.length - names.length;
  const last = more > 0 ? `${more} more` : (names.pop() ?? "");
  return `${names.join(", ")} and ${last}`;
}

/** "3 tasks wait for", "500+ tasks wait for" */
export const waitingWords = (waiting: number, more: boolean): string =>
  `${waiting}${more ? "+" : ""} ${waiting === 1 && !more ? "task waits" : "tasks wait"} for`;

/** Open tasks in which a person is asked, the worst first; those that were put off till later are counted only. */
export function waitingOf(
  tasks: readonly TaskSummary[],
  now: number,
): { tasks: TaskSummary[]; snoozed: number } {
  const asked = tasks.filter(({ status }) => status === "awaiting_approval" || status === "awaiting_human");
  const due = asked.filter(({ care }) => !(care?.snoozed && care.snoozed.until > now));
  return { tasks: due.sort(worstFirst), snoozed: asked.length - due.length };
}
