import * as z from "zod";
import { auditEntrySchema } from "../audit/schema.ts";
import { autonomyLevelSchema, riskSchema } from "../policy/schema.ts";

/** What a person set for a target and risk class: it stands in the place of the target's entry. */
export const autonomySetSchema = z.object({
  level: autonomyLevelSchema,
  by: z.string(),
  /** Epoch ms: outcomes of before do not count. */
  at: z.number(),
  reason: z.string(),
});
export type AutonomySet = z.infer<typeof autonomySetSchema>;

/** What people decided about mail. */
const mailSettingsSchema = z.object({
  /** Who asked for no more, by address in small letters. */
  left: z.record(z.string(), z.object({ at: z.number() })).optional(),
  /** When a test message was asked for last. */
  testedAt: z.number().optional(),
});

/** Switches that people turn while Gradus runs. */
export const settingsSchema = z.object({
  /** Global kill switch: nothing is acted on while set. */
  paused: z.object({ by: z.string(), at: z.number(), reason: z.string() }).optional(),
  /** Per-target kill switch. */
  pausedTargets: z.record(z.string(), z.object({ by: z.string(), at: z.number(), reason: z.string() })),
  /** What people set in the place of a target's entry, by target and risk class. */
  autonomy: z.record(z.string(), z.partialRecord(riskSchema, autonomySetSchema)).optional(),
  mail: mailSettingsSchema.optional(),
  /** What is still to be written of changes on the system's audit chain; empty but for a moment. */
  unaudited: z.array(auditEntrySchema).optional(),
  version: z.number().int().nonnegative(),
});
export type Settings = z.infer<typeof settingsSchema>;

export interface SettingsStore {
  read(): Promise<Settings>;
  /** Version-conditional, throws "conflict". */
  save(settings: Settings): Promise<Settings>;
}

/**
 * One row per target that decides races: who acts on it now, and when it was acted on.
 * It is also the intent record: what was about to be done, written before it is done.
 */
export interface Lease {
  target: string;
  task: string;
  attempt: number;
  /** actionKey */
  action: string;
  acquiredAt: number;
  /** After this it no longer binds. */
  until: number;
  /** Starts of actions on this target within the last hour, epoch ms, newest last. */
  recent: number[];
  released: boolean;
}

export interface LeaseStore {
  /**
   * Takes the target for one attempt: one conditional write. `fresh` is false if this very (task, attempt) took it before:
   * the action may have been started and must not be repeated. Not ok: somebody else holds it now.
   */
  acquire(want: {
    target: string;
    task: string;
    attempt: number;
    action: string;
    now: number;
    until: number;
  }): Promise<{ ok: true; fresh: boolean; lease: Lease } | { ok: false; heldBy: Lease }>;
  get(target: string): Promise<Lease | undefined>;
  /** Starts of actions on all targets after `since` (epoch ms), counted up to `most`. A moment late, as indexes are. */
  startsSince(since: number, most: number): Promise<number>;
  /** Gives it back early (waits for people, before the next phase). A lease that is another task's is left alone. */
  release(target: string, task: string): Promise<void>;
}

/** Small JSON documents of detectors and the runtime (offsets, series, damping), by name. */
export interface StateStore {
  get(name: string): Promise<unknown>;
  put(name: string, value: unknown): Promise<void>;
}
