import type { TargetView as Told } from "@gradus/api";

export type {
  AllowanceView,
  AnsweredView,
  AuditChain,
  AuditPage,
  CareResult,
  CareVerb,
  Choice,
  Configuration,
  EscalationDetail,
  EscalationView,
  HealthReport,
  Replay,
  Role,
  SeriesView,
  Stats,
  TargetDetail,
  TaskDetail,
} from "@gradus/api";
/** With what the page knows of it: `late` if nobody has looked at it for a while. */
export type TargetView = Told & { late?: true };
export type {
  Action,
  Attempt,
  AuditEvent,
  Fact,
  Observation,
  Pattern,
  Risk,
  Severity,
  Task,
  TaskStatus,
  TaskSummary,
  Verdict,
} from "@gradus/core";
