import type { Observation, Source } from "../observation/schema.ts";
import type { Severity } from "../policy/schema.ts";
import type { Ending, People, PhaseNumber, Task, TaskStatus, TaskSummary } from "./schema.ts";

export interface TaskStore {
  /** Newest task of a fingerprint, whatever its status. Strongly consistent. */
  latest(fingerprint: string): Promise<Task | undefined>;
  /** One conditional put of a new task (version 0 → 1). False if that id is there already. */
  create(task: Task): Promise<boolean>;
  get(id: string): Promise<Task | undefined>;
  /** Writes if the stored version is `task.version`; returns it with version + 1. Throws "conflict". */
  save(task: Task): Promise<Task>;
  /**
   * Newest first by openedAt. `state` is decided by isOpen. State, target and times are served by indexes; the other filters are
   * looked for in at most 2,000 of those rows a call, so a page may be short, even empty, and still have a cursor to go on from.
   */
  list(query: TaskQuery): Promise<{ tasks: TaskSummary[]; cursor?: string }>;
  /** How many tasks are open, counted in the index up to `most`; `more`: there are more. */
  countOpen(most: number): Promise<{ count: number; more: boolean }>;
  /** Rows of those that there are, read strongly consistent, in the order asked for. */
  summaries(ids: readonly string[]): Promise<TaskSummary[]>;
  /** Evidence too large for the task: appended once per (task, batch); the same batch twice is stored once. */
  addEvidence(task: string, batch: string, observations: readonly Observation[]): Promise<void>;
  evidence(task: string): Promise<Observation[]>;
}

export interface TaskQuery {
  state: "open" | "closed" | "all";
  target?: string | undefined;
  /** Only tasks opened at or after this time, epoch ms. */
  since?: number | undefined;
  /** Only tasks opened at or before this time, epoch ms. */
  until?: number | undefined;
  /** Of several filters each must fit; of the values of one, any. */
  severity?: readonly Severity[] | undefined;
  phase?: readonly PhaseNumber[] | undefined;
  status?: readonly TaskStatus[] | undefined;
  source?: readonly Source[] | undefined;
  people?: readonly People[] | undefined;
  ending?: readonly Ending[] | undefined;
  assignee?: string | undefined;
  /** Text in title, target or symptom, in capitals or not. */
  q?: string | undefined;
  limit?: number | undefined;
  cursor?: string | undefined;
}
