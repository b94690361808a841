import * as z from "zod";

/** The last-known-good state of a target, taken while it was healthy. Secret values are kept as hashes only. */
export const baselineSchema = z.object({
  target: z.string(),
  generation: z.number().int().positive(),
  takenAt: z.number(),
  files: z.array(
    z.object({
      path: z.string(),
      /** Content to restore from; absent for secret files and files over 256 KiB, which can be noticed but not restored. */
      content: z.string().optional(),
      sha256: z.string(),
      mode: z.number(),
      uid: z.number(),
      gid: z.number(),
    }),
  ),
  /** Variables of the environment file (or of the process where there is none). Secret names have `sha256` instead of `value`. */
  environment: z.array(z.object({ name: z.string(), value: z.string().optional(), sha256: z.string() })),
  version: z.string().optional(),
  ports: z.array(z.number()),
  /** Live parameters a software kit can read and set (redis maxmemory, …). */
  parameters: z.record(z.string(), z.string()),
});
export type Baseline = z.infer<typeof baselineSchema>;

/** Keeps the newest baselines of each target. */
export interface BaselineStore {
  latest(target: string): Promise<Baseline | undefined>;
  save(baseline: Baseline): Promise<void>;
  /** `version` of each, where the store keeps it: a release that was healthy once may be gone back to. */
  list(target: string): Promise<Array<{ generation: number; takenAt: number; version?: string }>>;
}
