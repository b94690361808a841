import {
  appendAudit,
  type Attempt,
  composeSections,
  type Escalation,
  type Observation,
  type Task,
} from "@gradus/core";
import { RESTART, ROLL_BACK, type World } from "./world.ts";

let made = 0;

export const observation = (id: string, more: Partial<Observation> = {}): Observation => ({
  id,
  source: "http",
  target: "chatbot",
  at: Date.UTC(2026, 0, 5, 9),
  text: "connection refused on port 7101",
  fact: { kind: "check", check: "0", type: "http", outcome: "refused" },
  ...more,
});

export const attempt = (world: World, more: Partial<Attempt> = {}): Attempt => ({
  n: 1,
  phase: 1,
  action: RESTART,
  risk: "disruptive",
  faultClass: "killed",
  confidence: 0.86,
  proposedBy: "known-service",
  reason: "the process is gone",
  warrant: { id: "w", by: "policy", reason: "auto is allowed" },
  startedAt: world.test.clock.now(),
  finishedAt: world.test.clock.now() + 800,
  outcome: { result: "done", steps: [{ name: "restart", ok: true, output: "pid 4711", ms: 800 }] },
  verification: {
    at: world.test.clock.now() + 6_000,
    result: "fixed",
    symptomGone: true,
    healthy: true,
    dependentsHealthy: true,
    reasons: ["service_down is gone", "chatbot is healthy"],
  },
  result: "fixed",
  ...more,
});

/** A task in the store. */
export async function addTask(world: World, more: Partial<Task> = {}): Promise<Task> {
  const now = world.test.clock.now();
  const fingerprint = more.fingerprint ?? (++made).toString(16).padStart(16, "0");
  const id = `${fingerprint}-1`;
  const task: Task = {
    id,
    fingerprint,
    generation: 1,
    target: "chatbot",
    software: "node",
    symptom: "service_down",
    source: "service",
    severity: "high",
    title: "chatbot is not running",
    status: "working",
    phase: 1,
    openedAt: now,
    updatedAt: now,
    firstSeenAt: now - 4_000,
    observations: [observation("o1", { at: now })],
    related: [],
    attempts: [],
    verdicts: [],
    tabu: [],
    audit: appendAudit(world.core.crypto, [], id, [
      { at: now, actor: "detector:service", type: "task.opened", data: { title: "chatbot is not running" } },
    ]),
    version: 0,
    ...more,
  };
  await world.core.store.tasks.create(task);
  return (await world.core.store.tasks.get(task.id)) ?? task;
}

export const addFixed = (world: World, more: Partial<Task> = {}): Promise<Task> =>
  addTask(world, {
    status: "fixed",
    closedAt: world.test.clock.now() + 20_000,
    outcome: "Fixed by restart-service in phase 1, and verified.",
    attempts: [attempt(world)],
    ...more,
  });

/** A task that waits for a person, with its escalation. */
export async function addEscalation(
  world: World,
  kind: Escalation["kind"],
  more: Partial<Escalation> = {},
): Promise<Escalation> {
  const now = world.test.clock.now();
  const fingerprint = (++made).toString(16).padStart(16, "0");
  const id = kind === "help" ? `${fingerprint}-1-h1` : `${fingerprint}-1-a1-abcdef`;
  const task = await addTask(world, {
    fingerprint,
    status: kind === "help" ? "awaiting_human" : "awaiting_approval",
    phase: kind === "help" ? 4 : 2,
    escalation: id,
  });
  const why = "Two restarts did not help, and the experts do not agree";
  const { escalation } = await world.core.store.escalations.open({
    id,
    kind,
    task: task.id,
    target: "chatbot",
    symptom: task.symptom,
    severity: "high",
    status: "open",
    title: kind === "help" ? task.title : "Approve roll-back-release on chatbot?",
    summary: `${task.title}. ${why}`,
    sections: composeSections(task, [], why, ROLL_BACK),
    openedAt: now,
    token: `token-of-${id}`,
    reminders: 0,
    version: 0,
    ...(kind === "approval" ? { action: ROLL_BACK, expiresAt: now + 24 * 3_600_000 } : {}),
    ...more,
  });
  return escalation;
}
