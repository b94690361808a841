import type { AuditStore } from "../audit/schema.ts";
import type { BaselineStore } from "../baseline/schema.ts";
import type { Watcher } from "../detection/watcher.ts";
import type { Digest } from "../digest/schema.ts";
import type { Escalation, EscalationStore } from "../escalation/schema.ts";
import type { CaseFile, Expert, Verdict } from "../expert/schema.ts";
import type { PatternStore } from "../pattern/schema.ts";
import type { Clock } from "../ports/clock.ts";
import type { Crypto } from "../ports/crypto.ts";
import type { EventBus } from "../ports/events.ts";
import type { Recipient } from "../recipient/schema.ts";
import type { Hands } from "../runbook/schema.ts";
import type { LeaseStore, SettingsStore, StateStore } from "../settings/schema.ts";
import type { Target } from "../target/schema.ts";
import type { Task } from "../task/schema.ts";
import type { TaskStore } from "../task/store.ts";
import type { WarrantStore } from "../warrant/schema.ts";
import type { Baseliner, Diagnostics } from "./diagnostics.ts";

/** All repositories, one table. */
export interface Store {
  tasks: TaskStore;
  escalations: EscalationStore;
  warrants: WarrantStore;
  patterns: PatternStore;
  baselines: BaselineStore;
  audit: AuditStore;
  settings: SettingsStore;
  leases: LeaseStore;
  state: StateStore;
}

/** The targets as configured now; it changes when targets.yaml does. */
export interface TargetRegistry {
  get(id: string): Target | undefined;
  all(): readonly Target[];
}

/** What core asks of the workflow engine (Step Functions or the local runner). */
export interface Workflows {
  /** Starts the remediation of a task; the execution's name is the task's id, so starting twice starts once. */
  startRemediation(task: string): Promise<void>;
  /** Answers a waiting state. False if the token is no longer waiting. */
  answer(token: string, output: Record<string, unknown>): Promise<boolean>;
  /** Keeps a waiting state from running into its heartbeat timeout. */
  heartbeat(token: string): Promise<boolean>;
}

/** Messages to people: mail, and whatever else a root connects. */
export interface Notifier {
  escalated(escalation: Escalation, task: Task): Promise<void>;
  reminded(escalation: Escalation, task: Task): Promise<void>;
  resolved(escalation: Escalation, task: Task): Promise<void>;
  /** Many at once, in one message: new ones, or reminders. */
  bundled(
    kind: "escalated" | "reminded",
    all: ReadonlyArray<{ escalation: Escalation; task: Task }>,
  ): Promise<void>;
  /** Gradus itself has a problem. */
  unwell(subject: string, detail: string): Promise<void>;
  /** The summary of a day, to one of those who get mail: mornings differ. */
  digest(to: Recipient, digest: Digest): Promise<void>;
  /** Somebody wants to know whether messages arrive. */
  tested(by: string): Promise<void>;
}

export interface Limits {
  perTargetHour: number;
  perFleetHour: number;
}

/** Everything a verb may use. Nothing is read from ambient state. */
export interface Context {
  clock: Clock;
  crypto: Crypto;
  store: Store;
  targets: TargetRegistry;
  watcher: Watcher;
  diagnostics: Diagnostics;
  baseliner: Baseliner;
  hands: Hands;
  /** Phase 1's known-service knowledge: instant, no I/O. */
  proposeKnown: (file: CaseFile) => Verdict | undefined;
  /** Phase 2. */
  researcher: Expert;
  /** Phase 3, three of them. */
  panel: readonly Expert[];
  workflows: Workflows;
  notify: Notifier;
  events: EventBus;
  limits: Limits;
  /** `--observe`: propose, act on nothing. */
  observeOnly: boolean;
  /** Waits; the local root passes its clock's timer, tests advance it. */
  pause: (ms: number) => Promise<void>;
  log: (level: "info" | "warn" | "error", message: string, fields?: Record<string, unknown>) => void;
}
