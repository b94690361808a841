import { dependenciesOf, isOverSsm, type Source, type Target } from "@gradus/core";
import { leadSource } from "@gradus/aws/lead-source";
import { MANAGED } from "@gradus/aws/names";
import {
  actActions,
  type Names as ResourceNames,
  observeActions,
  type Permission,
  type PermissionKind,
  type Place,
} from "@gradus/aws/permissions";
import type { Stack } from "aws-cdk-lib";
import { Effect, PolicyStatement } from "aws-cdk-lib/aws-iam";
import type { App } from "sst/constructs";
import { DISCOVERED, type Kind } from "../config/discovered.ts";
import { namesOf } from "./names.ts";
import { allow, deny } from "./policy.ts";
import { settingsOf } from "./settings.ts";

/** What the detector of a source needs to look at its targets, and at what these depend on. Nothing of it changes anything. */
export function observing(stack: Stack, app: App, source: Source): PolicyStatement[] {
  return looks(stack, app, kindsSeenBy(app, source));
}

/** What a step of the workflow needs, which may look at any target. */
export function observingAll(stack: Stack, app: App): PolicyStatement[] {
  return looks(stack, app, allKinds(app));
}

/** What the acting functions may do: to tagged resources only, and never to rights, accounts or keys. */
export function acting(stack: Stack, app: App): PolicyStatement[] {
  const kinds = allKinds(app);
  return [...rights(stack, app, kinds, actActions), ...commands(stack, app, kinds, "act"), ...never()];
}

/** Whether any target (that a source looks at) is, or may turn out to be, a machine behind Systems Manager. */
export const usesMachines = (app: App, source?: Source): boolean =>
  (source === undefined ? allKinds(app) : kindsSeenBy(app, source)).includes("ssm");

/** Taking back what only holds while it lasts needs the target's own controls, and no API of AWS. */
export function undoing(stack: Stack, app: App): PolicyStatement[] {
  return [...commands(stack, app, allKinds(app), "act"), ...never()];
}

export const discovering = (stack: Stack): PolicyStatement[] =>
  observeActions.discovery.map((permission) => statement(placeOf(stack), {}, permission));

function looks(stack: Stack, app: App, kinds: readonly Kind[]): PolicyStatement[] {
  return [...rights(stack, app, kinds, observeActions), ...commands(stack, app, kinds, "observe")];
}

function kindsSeenBy(app: App, source: Source): Kind[] {
  const { targets } = settingsOf(app).deployed;
  const own = targets.filter((t) => leadSource(t) === source);
  const ids = new Set(own.flatMap((t) => [t.id, ...dependenciesOf(t.id, targets)]));
  const seen = targets.filter((t) => ids.has(t.id));
  return kindsOf(app, seen, DISCOVERED[source] ?? []);
}

function allKinds(app: App): Kind[] {
  return kindsOf(app, settingsOf(app).deployed.targets, Object.values(DISCOVERED).flat());
}

function kindsOf(app: App, targets: readonly Target[], discovered: readonly Kind[]): Kind[] {
  const { discovery } = settingsOf(app).config;
  const kinds = targets.flatMap((target): Kind[] => {
    const { manager, cloudwatch } = target;
    const kind = manager?.kind;
    return [
      ...(kind === "ecs" || kind === "lambda" || kind === "rds" ? [kind] : []),
      ...(cloudwatch && cloudwatch.alarms.length + cloudwatch.metrics.length > 0
        ? (["cloudwatch"] as const)
        : []),
      ...(cloudwatch && cloudwatch.logGroups.length > 0 ? (["logs"] as const) : []),
      ...(isOverSsm(target) ? (["ssm"] as const) : []),
    ];
  });
  return [...new Set([...kinds, ...(discovery ? discovered : [])])];
}

function rights(
  stack: Stack,
  app: App,
  kinds: readonly Kind[],
  actions: Record<PermissionKind, readonly Permission[]>,
): PolicyStatement[] {
  const names = resourcesOf(app);
  const made = kinds
    .flatMap((kind) => (kind === "ssm" ? [] : actions[kind]))
    .map((permission) => statement(placeOf(stack), names, permission));
  return made.filter(({ resources }) => resources.length > 0);
}

function statement(place: Place, names: ResourceNames, permission: Permission): PolicyStatement {
  const { actions, resources, tagged, conditions } = permission;
  const tag = tagged ? { Null: { [`aws:ResourceTag/${MANAGED}`]: "false" } } : {};
  return allow([...actions], resources === "*" ? ["*"] : resources(place, names), {
    ...tag,
    ...conditions?.(place, names),
  });
}

/** The names in targets.yaml; with discovery any resource of the account may be a target, and the tag decides. */
function resourcesOf(app: App): ResourceNames {
  const { config, deployed } = settingsOf(app);
  if (config.discovery) return {};
  const managers = deployed.targets.flatMap((t) => t.manager ?? []);
  return {
    clusters: managers.flatMap((m) => (m.kind === "ecs" ? [m.cluster] : [])),
    functions: managers.flatMap((m) => (m.kind === "lambda" ? [m.function] : [])),
    instances: managers.flatMap((m) => (m.kind === "rds" ? [m.instance] : [])),
    logGroups: deployed.targets.flatMap((t) => t.cloudwatch?.logGroups ?? []),
  };
}

/** Commands are sent by a document of ours, which runs what it holds and nothing else, on machines that are tagged. */
function commands(
  stack: Stack,
  app: App,
  kinds: readonly Kind[],
  kind: "observe" | "act",
): PolicyStatement[] {
  if (!kinds.includes("ssm")) return [];
  const { partition, region, account } = placeOf(stack);
  const document = namesOf(stack, app.stage).document(kind);
  return [
    allow(["ssm:SendCommand"], [`arn:${partition}:ssm:${region}:${account}:document/${document}`]),
    allow(
      ["ssm:SendCommand"],
      [
        `arn:${partition}:ec2:${region}:${account}:instance/*`,
        `arn:${partition}:ssm:${region}:${account}:managed-instance/*`,
      ],
      { Null: { [`ssm:resourceTag/${MANAGED}`]: "false" } },
    ),
    // AWS lets this one not be limited to a resource: it shows the output of commands.
    allow(["ssm:GetCommandInvocation"], ["*"]),
  ];
}

/** Whatever else a role is given by mistake, or later: rights, accounts and keys are out of reach. */
function never(): PolicyStatement[] {
  return [
    new PolicyStatement({
      effect: Effect.DENY,
      actions: ["iam:*"],
      resources: ["*"],
      // Rolling an ECS service back hands its tasks the roles that its task definition names.
      conditions: { StringNotEqualsIfExists: { "iam:PassedToService": "ecs-tasks.amazonaws.com" } },
    }),
    deny(["organizations:*", "account:*", "kms:ScheduleKeyDeletion", "kms:DisableKey"], ["*"]),
  ];
}

const placeOf = ({ partition, region, account }: Stack): Place => ({ partition, region, account });
