import { parseTarget, type Source, sourceSchema } from "@gradus/core";
import { nodeCrypto } from "@gradus/store";
import * as fc from "fast-check";
import { expect, test } from "vitest";
import { leadSource } from "../../src/detection/lead-source.ts";
import { shardOf, shardSchema, targetsOf } from "../../src/detection/shard.ts";

const drafts: Array<Parameters<typeof parseTarget>[0]> = [
  { id: "http", health: [{ kind: "http", url: "https://example.com" }] },
  { id: "ecs", manager: { kind: "ecs", cluster: "c", service: "s" } },
  { id: "lambda", manager: { kind: "lambda", function: "f", alias: "live" } },
  { id: "rds", manager: { kind: "rds", instance: "i" } },
  { id: "logs", cloudwatch: { logGroups: ["/g"] } },
  { id: "alarms", cloudwatch: { alarms: ["a"] } },
  { id: "machine", host: "ssm:i-0", files: [{ path: "/etc/x" }] },
];
const anyTargets = fc.array(
  fc.tuple(fc.constantFrom(...drafts), fc.stringMatching(/^[a-z0-9][a-z0-9-]{0,20}$/)),
  { maxLength: 60 },
);
const sources = sourceSchema.options;

test("each source leads the targets that it says most about", () => {
  expect(drafts.map((draft) => leadSource(parseTarget(draft)))).toEqual([
    "http",
    "container",
    "metric",
    "resource",
    "log",
    "metric",
    "resource",
  ]);
});

test("every target is in exactly one shard, whatever the number of shards", () => {
  fc.assert(
    fc.property(anyTargets, fc.integer({ min: 1, max: 12 }), (some, of) => {
      const targets = some.map(([draft, id]) => parseTarget({ ...draft, id }));
      const shards = sources.flatMap((source: Source) =>
        Array.from({ length: of }, (_, shard) => targetsOf(nodeCrypto, targets, { source, shard, of })),
      );
      expect(shards.flat()).toHaveLength(targets.length);
      expect(new Set(shards.flat())).toEqual(new Set(targets));
    }),
  );
});

test("the workflow finds a target's memory where its detector keeps it", () => {
  fc.assert(
    fc.property(anyTargets, fc.integer({ min: 1, max: 12 }), (some, of) => {
      const counts = Object.fromEntries(sources.map((source) => [source, of]));
      for (const [draft, id] of some) {
        const target = parseTarget({ ...draft, id });
        const shard = shardOf(nodeCrypto, target, counts);
        expect(targetsOf(nodeCrypto, [target], shard)).toEqual([target]);
      }
    }),
  );
});

test("a shard that is none is refused", () => {
  expect(shardSchema.safeParse({ source: "http", shard: 2, of: 2 }).success).toBe(false);
  expect(shardSchema.safeParse({ source: "smell", shard: 0, of: 1 }).success).toBe(false);
  expect(shardSchema.safeParse({ source: "http", shard: 1, of: 2 }).success).toBe(true);
});
