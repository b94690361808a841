import { type Crypto, type Source, sourceSchema, type Target } from "@gradus/core";
import * as z from "zod";
import { leadSource } from "./lead-source.ts";

/** What a schedule sends to a detector: one of `of` parts of the targets that a source leads. */
export const shardSchema = z
  .strictObject({
    source: sourceSchema,
    shard: z.number().int().nonnegative(),
    of: z.number().int().min(1).max(100),
  })
  .refine(({ shard, of }) => shard < of, "shard must be below of");
export type Shard = z.infer<typeof shardSchema>;

/** Into how many shards each source's targets are split. */
export type ShardCounts = Readonly<Partial<Record<Source, number>>>;

/** The shard that a target belongs to; the same target always into the same one of `of`. */
export function shardOf(crypto: Pick<Crypto, "sha256">, target: Target, counts: ShardCounts): Shard {
  const source = leadSource(target);
  const of = counts[source] ?? 1;
  return { source, shard: Number.parseInt(crypto.sha256(target.id).slice(0, 8), 16) % of, of };
}

/** The targets of one shard. */
export const targetsOf = (
  crypto: Pick<Crypto, "sha256">,
  targets: readonly Target[],
  { source, shard, of }: Shard,
): Target[] =>
  targets.filter((t) => {
    const at = shardOf(crypto, t, { [source]: of });
    return at.source === source && at.shard === shard;
  });

/** A shard's name in the store. Another number of shards has other names: what was remembered is learned anew, baselines stay. */
export const nameOfShard = ({ source, shard, of }: Shard): string => `${source}/${shard}-of-${of}`;
