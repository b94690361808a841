import * as z from "zod";

/** One thing that was decided or done. Events of one chain are linked by hash; the chain of a task is its id. */
export const auditEventSchema = z.object({
  chain: z.string(),
  seq: z.number().int().positive(),
  at: z.number(),
  /** "gradus", "detector:http", "human:ada@example.org", … */
  actor: z.string(),
  /** noun.past-participle: task.opened, action.applied, escalation.resolved */
  type: z.string(),
  data: z.record(z.string(), z.unknown()),
  /** Hash of the event before, 64 zeros for the first. */
  prev: z.string(),
  hash: z.string(),
});
export type AuditEvent = z.infer<typeof auditEventSchema>;

/** What a verb says happened; the chain adds seq, prev and hash. */
export const auditEntrySchema = auditEventSchema.pick({ at: true, actor: true, type: true, data: true });
export type AuditEntry = z.infer<typeof auditEntrySchema>;

/** For chains that are not a task's (the system's own: pause, resume, autonomy). Task chains are kept with the task. */
export interface AuditStore {
  /**
   * Appends to a chain, and gives what was appended; races for the same seq are retried inside. An entry with a `key` in its
   * data is left out where one of the newest events has its type and key: delivered twice, it is there once.
   */
  append(chain: string, entries: readonly AuditEntry[]): Promise<AuditEvent[]>;
  read(chain: string): Promise<AuditEvent[]>;
}
