import type { Observation } from "../observation/schema.ts";
import type { Task, TaskSummary } from "./schema.ts";

export interface TaskStore {
  /** Newest task of a fingerprint, whatever its status. Strongly consistent. */
  latest(fingerprint: string): Promise<Task | undefined>;
  /** One conditional put of a new task (version 0 → 1). False if that id is there already. */
  create(task: Task): Promise<boolean>;
  get(id: string): Promise<Task | undefined>;
  /** Writes if the stored version is `task.version`; returns it with version + 1. Throws "conflict". */
  save(task: Task): Promise<Task>;
  /** Newest first by openedAt. `state` is decided by isOpen. All filters are served by indexes, not scans. */
  list(query: TaskQuery): Promise<{ tasks: TaskSummary[]; cursor?: string }>;
  /** Evidence too large for the task: appended once per (task, batch); the same batch twice is stored once. */
  addEvidence(task: string, batch: string, observations: readonly Observation[]): Promise<void>;
  evidence(task: string): Promise<Observation[]>;
}

export interface TaskQuery {
  state: "open" | "closed" | "all";
  target?: string;
  /** Only tasks opened at or after this time, epoch ms. */
  since?: number;
  limit?: number;
  cursor?: string;
}
