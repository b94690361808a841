export type {
  AnsweredView as Answered,
  AuditChain as Chain,
  EscalationDetail as EscalationAnswer,
  EscalationView,
  HealthReport,
  TargetView,
  TaskDetail as TaskAnswer,
  Who,
} from "@gradus/api";
export type {
  Action,
  Attempt,
  AuditEvent,
  Observation,
  Settings,
  Task,
  TaskSummary,
  Verdict,
} from "@gradus/core";
