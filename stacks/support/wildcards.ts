import { Effect, type PolicyStatement, type Role } from "aws-cdk-lib/aws-iam";
import { NagSuppressions } from "cdk-nag";

/** How a resource with a wildcard ends, and why it is no narrower. What is not here is an error of test/stacks/nag.test.ts. */
const WHY: ReadonlyArray<[end: string, reason: string]> = [
  [":log-stream:\\*$", "Lambda makes up the names of the log streams in a function's own log group"],
  [
    "^\\*$",
    "AWS takes nothing else for these actions: each is in test/stacks/checklist/allowed-everywhere.ts with its reason",
  ],
  [":execution:[\\w-]+:\\*$", "Executions of the one machine are named after tasks, which come and go"],
  [
    ":(service|task)/[^/]+/\\*$",
    "Any service of a cluster may be a target: looking changes nothing, and acting needs the tag gradus:managed",
  ],
  [
    ":(function:\\*|function:[^:]+:\\*|db:\\*|log-group:\\*|log-group:[^:]+:\\*)$",
    "What is tagged gradus:managed is discovered later: looking changes nothing, and acting needs the tag",
  ],
  [
    ":(instance|managed-instance)/\\*$",
    "Machines come and go: only those with the tag gradus:managed take commands, and only our two documents",
  ],
  [
    ":role/\\*$",
    "Rolling ECS back hands tasks the roles that their definition names, whatever these are; to ECS tasks only",
  ],
  [
    ":bedrock:\\*::foundation-model/[\\w.:-]+$",
    "The one model of an inference profile, which sends the question to whichever of its regions has room",
  ],
  [
    "(^\\$\\{Token\\[[^\\]]+\\]\\}|:\\w*Files\\w+Arn\\w+)/\\*$",
    "The files of the page: their names carry a digest",
  ],
];

/** Says of each wildcard among a role's resources why it is there; cdk-nag looks for it. */
export function explainWildcards(role: Role, statements: readonly PolicyStatement[]): void {
  const wild = statements.flatMap((s) =>
    s.effect === Effect.ALLOW ? s.resources.filter((r) => r.includes("*")) : [],
  );
  const reasons = new Map<string, string>();
  for (const resource of wild) {
    const found = WHY.find(([end]) => new RegExp(end).test(resource));
    if (found) reasons.set(...found);
  }
  NagSuppressions.addResourceSuppressions(
    role.node.findChild("DefaultPolicy"),
    [...reasons].map(([end, reason]) => ({
      id: "AwsSolutions-IAM5",
      reason,
      appliesTo: [{ regex: `/^Resource::${end.startsWith("^") ? end.slice(1) : `.*${end}`}/` }],
    })),
  );
}
