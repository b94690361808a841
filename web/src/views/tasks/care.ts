import type { CareVerb, TaskSummary } from "../../api/types.ts";
import { many, person, visible } from "../../text/words.ts";
import { isOpen, isWaiting } from "./facets.ts";

/** What a person does with some tasks: what the API is told, but for the tasks. */
export type Order =
  | { verb: "acknowledge" | "unacknowledge" | "unsnooze" | "unassign" }
  | { verb: "snooze"; until: number }
  | { verb: "assign"; assignee: string }
  | { verb: "resolve" | "retry"; notes: string };

/** Answers cannot be taken back: they wait a moment before they are sent. */
export const isFinal = ({ verb }: Order): boolean => verb === "resolve" || verb === "retry";

type Cared = NonNullable<TaskSummary["care"]>;
const ends = {
  unacknowledge: "acknowledged",
  unsnooze: "snoozed",
  unassign: "assignee",
} as const satisfies Partial<Record<CareVerb, keyof Cared>>;

/** Whether a verb would change anything of a task, as far as the page knows. */
export function fits(verb: CareVerb, task: TaskSummary): boolean {
  switch (verb) {
    case "acknowledge":
      return isOpen(task) && !task.care?.acknowledged;
    case "snooze":
    case "assign":
      return isOpen(task);
    case "unacknowledge":
    case "unsnooze":
    case "unassign":
      return isOpen(task) && task.care?.[ends[verb]] !== undefined;
    case "resolve":
    case "retry":
      return isWaiting(task);
    default:
      return verb satisfies never;
  }
}

/** Said where a verb would change none of some tasks. */
export const whyNot = (verb: CareVerb): string =>
  verb === "resolve" || verb === "retry"
    ? "None of these tasks waits for a person."
    : verb === "acknowledge"
      ? "These tasks are acknowledged already, or closed."
      : "These tasks are closed.";

/** How a task will be: shown at once, before the API has answered. */
export function foreseen(
  task: TaskSummary,
  order: Order,
  { by, at }: { by: string; at: number },
): TaskSummary {
  const { care = {} } = task;
  switch (order.verb) {
    case "acknowledge":
      return { ...task, care: { ...care, acknowledged: care.acknowledged ?? { by, at } } };
    case "snooze":
      return { ...task, care: { ...care, snoozed: { until: order.until, by, at } } };
    case "assign":
      return { ...task, care: { ...care, assignee: order.assignee } };
    case "unacknowledge":
    case "unsnooze":
    case "unassign": {
      const { [ends[order.verb]]: _ended, ...rest } = care;
      return { ...task, care: rest };
    }
    case "resolve":
      return { ...task, status: "resolved", closedAt: at };
    case "retry":
      return { ...task, status: "working" };
    default:
      return order satisfies never;
  }
}

/** What brings tasks back to how they were, as few orders as there are different ones. Of answers there is no way back. */
export function wayBack(
  order: Order,
  before: readonly TaskSummary[],
  now: number,
): Array<{ order: Order; ids: string[] }> {
  const ways = new Map<string, { order: Order; ids: string[] }>();
  for (const task of before) {
    const back = backOf(order, task, now);
    if (!back) continue;
    const key = JSON.stringify(back);
    const way = ways.get(key) ?? { order: back, ids: [] };
    way.ids.push(task.id);
    ways.set(key, way);
  }
  return [...ways.values()];
}

function backOf({ verb }: Order, { care }: TaskSummary, now: number): Order | undefined {
  switch (verb) {
    case "acknowledge":
      return { verb: "unacknowledge" };
    case "unacknowledge":
      return { verb: "acknowledge" };
    case "snooze":
    case "unsnooze": {
      const until = care?.snoozed?.until ?? 0;
      if (until > now) return { verb: "snooze", until };
      return verb === "snooze" ? { verb: "unsnooze" } : undefined;
    }
    case "assign":
    case "unassign":
      return care?.assignee === undefined
        ? { verb: "unassign" }
        : { verb: "assign", assignee: care.assignee };
    case "resolve":
    case "retry":
      return undefined;
    default:
      return verb satisfies never;
  }
}

const done: Record<CareVerb, string> = {
  acknowledge: "acknowledged",
  unacknowledge: "no longer acknowledged",
  snooze: "snoozed",
  unsnooze: "no longer snoozed",
  assign: "assigned to ",
  unassign: "assigned to nobody",
  resolve: "resolved",
  retry: "given back to Gradus",
};

const NAME = 60;

/** One task by its title, several by their number. */
export function nameOf(tasks: readonly TaskSummary[]): string {
  const [one, ...others] = tasks;
  if (!one || others.length > 0) return many(tasks.length, "task");
  return `“${visible(one.title.length > NAME ? `${one.title.slice(0, NAME)} …` : one.title)}”`;
}

/** What was done, for the toast. */
export const saidOf = (order: Order, tasks: readonly TaskSummary[]): string =>
  `${nameOf(tasks)} ${done[order.verb]}${order.verb === "assign" ? visible(person(order.assignee)) : ""}.`;
