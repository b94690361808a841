import type { HealthReport, Offers, TargetView } from "@gradus/api";
import type {
  AuditEvent,
  Escalation,
  Observation,
  Settings,
  Task,
  TaskSummary,
  Verified,
} from "@gradus/core";

export type { AuditEvent, HealthReport, Observation, Offers, Task, TaskSummary, TargetView };
export type { Action, Attempt, Verdict } from "@gradus/core";

/** As the API lets it out: without the token of the waiting workflow. */
export type EscalationView = Omit<Escalation, "token">;
export type EscalationAnswer = { escalation: EscalationView } & Offers;
export interface Answered {
  escalation: EscalationView;
  /** False: somebody had answered before, and that answer stands. */
  first: boolean;
}
export interface TaskAnswer {
  task: Task;
  evidence: Observation[];
  execution?: { status: string; states: string[] };
  escalation?: EscalationView;
}
export interface Chain {
  events: AuditEvent[];
  verified: Verified;
}
export type { Settings };
