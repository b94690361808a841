/**
 * One table. Key design (`|` separates parts; times are 16 digits, generations 9, so that text order is number order):
 *
 *   what            pk                               sk             g1                         g2
 *   task            task|<fingerprint>               <generation>   task|<state>|<shard>       task|<state>|target|<target>
 *   evidence        evidence|<task>                  <batch>|<n>    -                          -
 *   escalation      escalation|<id>                  escalation     escalation|<status>|<shard> escalation|<status>|target|<target>
 *   pattern         pattern|<0..7>                   <id>           pattern|signature|<sig>    pattern|software|<software>
 *   warrant         warrant|<id>                     warrant        -                          -
 *   lease           lease|<target>                   lease          lease|<shard>              -
 *   baseline        baseline|<target>                <generation>   -                          -
 *   baseline part   baseline-part|<target>|<gen>     <n>            -                          -
 *   audit           audit|<chain>                    <first seq>    -                          -
 *   settings, state settings, state|<name>           settings,state -                          -
 *   once            once|<name>                      once           -                          -
 *   execution       see packages/local/src/journal
 *
 * Both indexes sort by `gs` (`<openedAt>|<id>`, of a lease when it was taken) and project only `sum`, the list row as JSON text.
 */
export const INDEX_1 = "by-shard";
export const INDEX_2 = "by-owner";

const key = (hash: string, range: string) => [
  { AttributeName: hash, KeyType: "HASH" as const },
  { AttributeName: range, KeyType: "RANGE" as const },
];

const index = (name: string, hash: string) => ({
  IndexName: name,
  KeySchema: key(hash, "gs"),
  Projection: { ProjectionType: "INCLUDE" as const, NonKeyAttributes: ["sum"] },
});

/** Input of CreateTable. */
export const tableDefinition = (name: string) => ({
  TableName: name,
  BillingMode: "PAY_PER_REQUEST" as const,
  AttributeDefinitions: ["pk", "sk", "g1", "g2", "gs"].map((attribute) => ({
    AttributeName: attribute,
    AttributeType: "S" as const,
  })),
  KeySchema: key("pk", "sk"),
  GlobalSecondaryIndexes: [index(INDEX_1, "g1"), index(INDEX_2, "g2")],
});

/** The attribute that expires rows, in epoch seconds. */
export const TTL_ATTRIBUTE = "ttl";

/** Epoch milliseconds as 16 digits. */
export const timeKey = (epochMs: number): string =>
  String(Math.max(0, Math.floor(epochMs))).padStart(16, "0");

export const generationKey = (generation: number): string => String(generation).padStart(9, "0");
