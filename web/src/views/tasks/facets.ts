import { isSnoozed } from "../../text/snooze.ts";
import type { Attempt, Severity, TaskStatus, TaskSummary } from "../../api/types.ts";

/** The states of the list; each but "waiting" is an index of the server. */
export const states = ["open", "waiting", "closed", "all"] as const;
export type State = (typeof states)[number];

/** How long ago at most, in milliseconds, by its name in the address. */
export const spans = { "1h": 3_600_000, "24h": 86_400_000, "7d": 604_800_000, "30d": 2_592_000_000 };
export type Span = keyof typeof spans;
export const spanNames = Object.keys(spans) as readonly Span[];

export const severities: readonly Severity[] = ["critical", "high", "medium", "low"];
const sources: ReadonlyArray<TaskSummary["source"]> = [
  "http",
  "service",
  "container",
  "log",
  "resource",
  "metric",
];
const results: ReadonlyArray<Attempt["result"]> = [
  "running",
  "fixed",
  "symptom_only",
  "not_fixed",
  "not_held",
  "worse",
  "failed",
  "refused",
  "rejected",
];

const open: Record<TaskStatus, boolean> = {
  working: true,
  awaiting_approval: true,
  awaiting_human: true,
  fixed: false,
  resolved: false,
  cleared: false,
  suppressed: false,
};
export const statuses = Object.keys(open) as readonly TaskStatus[];
export const isOpen = ({ status }: { status: TaskStatus }): boolean => open[status];
export const isWaiting = ({ status }: { status: TaskStatus }): boolean =>
  status === "awaiting_approval" || status === "awaiting_human";

/**
 * What a list is narrowed by, besides state and text: of each facet a task has one value, and any of the chosen ones fits.
 * Undefined: any word (the names of targets).
 */
export const facets = {
  severity: severities,
  phase: ["1", "2", "3", "4"],
  status: statuses,
  source: sources,
  target: undefined,
  /** Of the last action. */
  result: results,
  assignee: ["me", "nobody", "others"],
  acknowledged: ["yes", "no"],
  snoozed: ["yes", "no"],
  /** Of what is closed, as the server counts it. */
  ending: ["fixed", "assisted", "not_held", "resolved", "cleared", "suppressed"],
  /** What people had to do with it: nobody asked, asked only, or decided. */
  people: ["none", "asked", "decided"],
  /** Whether the very same fault had a task before. */
  before: ["again", "first"],
} as const satisfies Record<string, readonly string[] | undefined>;
export type Facet = keyof typeof facets;
export const facetNames = Object.keys(facets) as readonly Facet[];

/** What is known of a task once and asked for often. */
export interface Row {
  task: TaskSummary;
  /** What a search looks in, in lower case. */
  text: string;
  cameBack: boolean;
}

const rows = new WeakMap<TaskSummary, Row>();

/** A task that has not changed is the same object, and has the same row. */
export function rowOf(task: TaskSummary): Row {
  const known = rows.get(task);
  if (known) return known;
  const { id, title, target, symptom, software, lastAction, outcome = "", care } = task;
  const words = [title, target, symptom, software, lastAction?.runbook ?? "", outcome, care?.assignee ?? ""];
  // An id is a fingerprint and the number of its task.
  const row = { task, text: `${words.join("\n")}\n${id}`.toLowerCase(), cameBack: !id.endsWith("-1") };
  rows.set(task, row);
  return row;
}

/** The end that numbers count it under: a fix that came back is none, and one that a person decided on is told apart. */
function endingOf({ status, people, lastAction }: TaskSummary): string | undefined {
  if (status !== "fixed") return open[status] ? undefined : status;
  if (lastAction?.result === "not_held") return "not_held";
  return people === "decided" ? "assisted" : "fixed";
}

/** A task's value of a facet; undefined where it has none. */
export function valueOf(
  { task, cameBack }: Row,
  facet: Facet,
  { me, now }: { me: string; now: number },
): string | undefined {
  switch (facet) {
    case "severity":
    case "status":
    case "source":
    case "target":
      return task[facet];
    case "phase":
      return String(task.phase);
    case "result":
      return task.lastAction?.result;
    case "assignee":
      if (task.care?.assignee === undefined) return "nobody";
      return task.care.assignee === me ? "me" : "others";
    case "ending":
      return endingOf(task);
    case "people":
      return task.people;
    case "acknowledged":
      return task.care?.acknowledged ? "yes" : "no";
    case "snoozed":
      return isSnoozed(task, now) ? "yes" : "no";
    case "before":
      return cameBack ? "again" : "first";
    default:
      return facet satisfies never;
  }
}
