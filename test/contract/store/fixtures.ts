import type { Escalation, Observation, Pattern, Task, TaskQuery, TaskStore, Warrant } from "@gradus/core";
import { nodeCrypto } from "@gradus/store";

export const T0 = Date.UTC(2026, 0, 5, 9);

export const anObservation = (id: string, more: Partial<Observation> = {}): Observation => ({
  id,
  source: "log",
  target: "shop",
  at: T0,
  text: "connection refused",
  fact: { kind: "note", topic: "test" },
  ...more,
});

export const aTask = (n: number, more: Partial<Task> = {}): Task => {
  const fingerprint = more.fingerprint ?? nodeCrypto.sha256(`issue ${n}`).slice(0, 16);
  const generation = more.generation ?? 1;
  return {
    id: `${fingerprint}-${generation}`,
    fingerprint,
    generation,
    target: "shop",
    software: "nginx",
    symptom: "http_status",
    source: "http",
    severity: "high",
    title: "shop answers with an error",
    status: "working",
    phase: 1,
    openedAt: T0 + n,
    updatedAt: T0 + n,
    firstSeenAt: T0,
    observations: [anObservation(`o${n}`)],
    related: [],
    attempts: [],
    verdicts: [],
    tabu: [],
    audit: [],
    version: 0,
    ...more,
  };
};

export const anEscalation = (id: string, more: Partial<Escalation> = {}): Escalation => ({
  id,
  kind: "help",
  task: "task",
  target: "shop",
  symptom: "http_status",
  severity: "high",
  status: "open",
  title: "shop needs help",
  summary: "nothing worked",
  sections: [{ heading: "Tried", lines: ["restart"] }],
  openedAt: T0,
  token: "token",
  reminders: 0,
  version: 0,
  ...more,
});

export const aPattern = (id: string, more: Partial<Pattern> = {}): Pattern => ({
  id,
  signature: "nginx/http_status/a",
  software: "nginx",
  symptom: "http_status",
  features: ["a"],
  action: { runbook: "restart", params: { clean: true } },
  faultClass: "crash",
  successes: 1,
  failures: 1e-200,
  totals: { fixed: 1, symptomOnly: 0, notFixed: 0, notHeld: 0, harm: 0 },
  updatedAt: T0,
  createdAt: T0,
  retired: false,
  origin: "own",
  version: 0,
  ...more,
});

export const aWarrant = (id: string, more: Partial<Warrant> = {}): Warrant => ({
  id,
  task: "task",
  target: "shop",
  action: "restart()",
  by: "policy",
  reason: "auto",
  issuedAt: T0,
  expiresAt: T0 + 60_000,
  ...more,
});

/** How many of several calls at the same time were fulfilled. */
export const winners = async (calls: ReadonlyArray<Promise<unknown>>): Promise<number> =>
  (await Promise.allSettled(calls)).filter((r) => r.status === "fulfilled").length;

/** The ids of a whole list, page by page. */
export async function listTasks(tasks: TaskStore, query: TaskQuery): Promise<string[]> {
  const ids: string[] = [];
  let cursor: string | undefined;
  do {
    const page = await tasks.list({ ...query, ...(cursor === undefined ? {} : { cursor }) });
    ids.push(...page.tasks.map((task) => task.id));
    cursor = page.cursor;
  } while (cursor !== undefined);
  return ids;
}
