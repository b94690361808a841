import type { Attempt, TaskDetail } from "../../api/types.ts";
import { percent, resultMarks, spaced } from "../../text/words.ts";

type Of = Pick<TaskDetail, "escalation"> & {
  task: Pick<TaskDetail["task"], "title" | "verdicts" | "attempts">;
};

/** What somebody who has just been woken asks of an open task: what it is, what was tried, and why it came to them. */
export const briefOf = ({ task, escalation }: Of): Array<readonly [name: string, says: string]> =>
  [
    ["Probably", causeOf(task)],
    ["Tried", triedOf(task)],
    // What is recommended or asked for says why beside it.
    ["Why you", escalation && !escalation.action ? withoutTitle(escalation.summary, task.title) : ""],
  ].flatMap(([name = "", says = ""]) => (says === "" ? [] : [[name, says] as const]));

/** What most experts say; without any, what the last action was meant for. */
function causeOf({ verdicts, attempts }: Of["task"]): string {
  const said = new Map<string, number[]>();
  for (const { faultClass, confidence } of verdicts)
    said.set(faultClass, [...(said.get(faultClass) ?? []), confidence]);
  const [most] = [...said].toSorted(([, a], [, b]) => b.length - a.length || Math.max(...b) - Math.max(...a));
  if (most) {
    const [faultClass, sure] = most;
    const of = verdicts.length === 1 ? "" : `${sure.length} of ${verdicts.length} experts, `;
    return `${spaced(faultClass)} (${of}${percent(Math.max(...sure))} sure)`;
  }
  const last = attempts.at(-1);
  return last ? `${spaced(last.faultClass)} (${percent(last.confidence)} sure)` : "";
}

const triedOf = ({ attempts }: Of["task"]): string =>
  attempts
    .map(({ action, result, undo }) => `${action.runbook} (${resultMarks[result].word}${takenBack(undo)})`)
    .join(", then ");

function takenBack(undo: Attempt["undo"]): string {
  if (!undo) return "";
  return undo.result === "done" ? ", taken back" : ", not taken back";
}

const withoutTitle = (summary: string, title: string): string =>
  summary.startsWith(`${title}. `) ? summary.slice(title.length + 2) : summary;
