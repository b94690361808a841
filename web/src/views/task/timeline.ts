import type { AuditEvent, TaskDetail } from "../../api/types.ts";
import { answerWords } from "../../text/answers.ts";
import { momentOf } from "../../text/events.ts";
import { duration, exactly, many, phaseWord } from "../../text/words.ts";
import { attemptItems } from "./attempts.ts";
import { evidenceItems, shownFor } from "./evidence.ts";
import { createPanel } from "./experts.ts";
import type { Passage } from "./history.ts";
import { type Item, kindOf } from "./item.ts";
import { attemptUnderWay } from "./live.ts";

type Task = TaskDetail["task"];

const roundsEnd = new Set(["phase.ended", "action.decided", "task.handed-back"]);

/** The whole story of a task over all phases, oldest first. Whatever its chain says is in it. */
export function timelineOf({ task, evidence, escalation }: TaskDetail, passage: Passage): Item[] {
  const shown = shownFor([...task.observations, ...evidence]);
  const live = attemptUnderWay(task, passage.carried);
  const attempts = live ? [...task.attempts, live] : task.attempts;
  const panel = createPanel(task.verdicts, shown);
  const lastVote = task.audit.findLast((e) => e.type === "consensus.reached");

  const told = (event: AuditEvent): Item[] => {
    if (roundsEnd.has(event.type)) panel.endRound();
    if (event.type === "verdict.given") return [panel.verdict(event)];
    if (event.type === "consensus.reached") return panel.vote(event, event === lastVote);
    return attempts.some((a) => tells(a, event)) ? [] : [eventItem(event, task)];
  };
  return [
    ...phaseItems(passage),
    ...evidenceItems(shown),
    ...task.audit.flatMap(told),
    ...attempts.flatMap(attemptItems),
    ...(escalation ? escalationItems(escalation, task.audit) : []),
    ...faultItems(passage),
  ].sort((a, b) => a.at - b.at);
}

/** Whether an attempt tells what an event says, and better: with reasons, output and times. */
function tells(
  { n, outcome, verification, undo }: Task["attempts"][number],
  { type, data }: AuditEvent,
): boolean {
  if (data["n"] !== n) return false;
  const parts: Record<string, unknown> = {
    "action.decided": true,
    "action.applied": outcome,
    "action.verified": verification,
    "action.undone": undo,
  };
  return Boolean(parts[type]);
}

function eventItem(event: AuditEvent, { closedAt, firstSeenAt, status }: Task): Item {
  const { seq, at, type } = event;
  const { lines, ...moment } = momentOf(event);
  const ends = at === closedAt && type === `task.${status}`;
  return {
    ...moment,
    id: `e${seq}`,
    at,
    kind: kindOf(event),
    lines: ends ? [...lines, `It took ${duration(at - firstSeenAt)} from first seen to closed.`] : lines,
  };
}

const phases: Readonly<Record<string, number>> = { "Quick fix": 1, Research: 2, Consult: 3, Escalate: 4 };

const phaseItems = ({ visits }: Passage): Item[] =>
  visits.flatMap(({ state, at }, index) => {
    const phase = phases[state] ?? 0;
    const title = `Phase ${phase}: ${phaseWord(phase)}`;
    return phase === 0 ? [] : [{ id: `p${index}`, at, kind: "phase", tone: "calm", title, lines: [] }];
  });

const faultItems = ({ faults }: Passage): Item[] =>
  faults.map(({ at, state, error, cause }, index) => ({
    id: `f${index}`,
    at,
    kind: "actions",
    tone: "bad",
    title: `A step of Gradus failed (${state}): ${error}`,
    lines: [cause],
  }));

/** What people were told, and what they answered where the task's own chain does not say it. */
function escalationItems(e: NonNullable<TaskDetail["escalation"]>, audit: readonly AuditEvent[]): Item[] {
  const { id, toldAt, remindedAt, resolution } = e;
  const ofIt = audit.filter(({ data }) => data["escalation"] === id);
  const isMail = ({ type }: AuditEvent): boolean => type === "mail.sent";
  const items: Item[] = [];
  const add = (name: string, at: number | undefined, title: string, more: Partial<Item> = {}): void => {
    if (at !== undefined)
      items.push({ id: name, at, kind: "people", tone: "calm", title, lines: [], ...more });
  };
  // Tasks of before tell of no message in their chain.
  if (!ofIt.some(isMail)) {
    add("told", toldAt, `People were told by mail${e.bundled ? ", together with others" : ""}`);
    add("reminded", remindedAt, `People were reminded, ${many(e.reminders, "time")} so far`);
  }
  if (resolution && ofIt.every(isMail))
    add("answered", resolution.at, answerWords(e), {
      exact: resolution.action && exactly(resolution.action),
      lines: [resolution.notes],
    });
  return items;
}
