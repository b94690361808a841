import { all, at, type Found, listOf, type Templates, unless } from "../templates/template.ts";
import type { Rule } from "./rule.ts";

const eachTable = (id: string, title: string, check: (table: Found) => string[]): Rule => ({
  id,
  title,
  check: (templates) => all(templates, "AWS::DynamoDB::Table").flatMap(check),
});

/** What holds something that cannot be made again. */
const HOLDS_DATA = [
  "AWS::DynamoDB::Table",
  "AWS::S3::Bucket",
  "AWS::Cognito::UserPool",
  "AWS::SecretsManager::Secret",
  "AWS::Logs::LogGroup",
];

/** By what everything is tagged with. The same question as in stacks/support/settings.ts, asked anew. */
function isProduction(templates: Templates): boolean {
  const [table] = all(templates, "AWS::DynamoDB::Table");
  const tag = listOf(table?.props["Tags"]).find((t) => at(t, "Key") === "gradus:stage");
  return !/^(dev|test|try|ci)\b/.test(String(at(tag, "Value")));
}

/** What happens to a thing that is removed, and to one that is replaced. */
function policies(found: Found, production: boolean): [removed: string, replaced: string] {
  // Logs of a function go with it: its successor has the same name, and what was done is in the table.
  const log = String(found.props["LogGroupName"]).startsWith("/aws/lambda/");
  if (!production || log) return ["Delete", "Delete"];
  // What a first deployment leaves behind when it fails would be in the way of the next one, where it has a name.
  const named = found.type !== "AWS::Cognito::UserPool";
  return [named ? "RetainExceptOnCreate" : "Retain", "Retain"];
}

const kept: Rule = {
  id: "28",
  title: "deletion protection and Retain in production stages; nothing is left of others",
  check(templates) {
    const production = isProduction(templates);
    return HOLDS_DATA.flatMap((type) => all(templates, type)).flatMap((found) => {
      const [policy, whenReplaced] = policies(found, production);
      const { DeletionPolicy: deleted, UpdateReplacePolicy: replaced } = found.resource;
      const protection = found.props["DeletionProtectionEnabled"] ?? found.props["DeletionProtection"];
      const protects = found.type === "AWS::DynamoDB::Table" || found.type === "AWS::Cognito::UserPool";
      return [
        ...unless(deleted === policy, found, `is ${String(deleted)} when its stage is removed`),
        ...unless(replaced === whenReplaced, found, `is ${String(replaced)} when it is replaced`),
        ...unless(
          !protects || (protection === true || protection === "ACTIVE") === production,
          found,
          production ? "may be deleted by a slip" : "cannot be removed with its stage",
        ),
      ];
    });
  },
};

export const data: Rule[] = [
  eachTable("26", "on demand with a maximum throughput, also of each index", (table) => {
    const indexes = listOf(table.props["GlobalSecondaryIndexes"]);
    const bounded = [table.props, ...indexes].every((part) => {
      const reads = at(part, "OnDemandThroughput", "MaxReadRequestUnits");
      const writes = at(part, "OnDemandThroughput", "MaxWriteRequestUnits");
      return Number(reads) > 0 && Number(writes) > 0;
    });
    return [
      ...unless(table.props["BillingMode"] === "PAY_PER_REQUEST", table, "is not on demand"),
      ...unless(bounded, table, "has no maximum throughput"),
    ];
  }),
  eachTable("27", "point-in-time recovery", (table) =>
    unless(
      at(table.props, "PointInTimeRecoverySpecification", "PointInTimeRecoveryEnabled") === true,
      table,
      "cannot be put back to what it was",
    ),
  ),
  kept,
  eachTable("29", "TTL and encryption", (table) => [
    ...unless(at(table.props, "TimeToLiveSpecification", "Enabled") === true, table, "nothing in it expires"),
    ...unless(
      at(table.props, "SSESpecification", "SSEEnabled") === true,
      table,
      "is not encrypted by a key of the account",
    ),
  ]),
];
