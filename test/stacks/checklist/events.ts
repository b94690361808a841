import { pointed, text } from "../templates/resolve.ts";
import { resourcePolicies, statementsOfRole } from "../templates/statements.ts";
import { all, at, type Found, listOf, type Templates, unless, word } from "../templates/template.ts";
import { ACCOUNT, REGION } from "../configurations.ts";
import type { Rule } from "./rule.ts";

const UNIT: Record<string, number> = { minute: 60, hour: 3_600, day: 86_400 };
/** EventBridge Scheduler takes no shorter age than a minute. */
const SHORTEST = 60;

/** Seconds of rate(…); nothing for what is no rate. */
function intervalOf(schedule: Found): number | undefined {
  const rate = /^rate\((\d+) (minute|hour|day)s?\)$/.exec(String(schedule.props["ScheduleExpression"]));
  return rate ? Number(rate[1]) * (UNIT[rate[2] ?? ""] ?? 0) : undefined;
}

const schedules: Rule = {
  id: "22",
  title:
    "each schedule: a dead-letter queue that its role may write to, and a retry age no longer than its interval",
  check: (templates) =>
    all(templates, "AWS::Scheduler::Schedule").flatMap((schedule) => {
      const target = schedule.props["Target"];
      const age = at(target, "RetryPolicy", "MaximumEventAgeInSeconds");
      const interval = intervalOf(schedule);
      const role = pointed(templates, schedule.stack, at(target, "RoleArn"));
      const allowed = role ? statementsOfRole(templates, role).filter((s) => s.effect === "Allow") : [];
      const may = (action: string, what: unknown): boolean => {
        const resource = text(templates, schedule.stack, what);
        return allowed.some((s) => s.actions.includes(action) && s.resources.includes(resource));
      };
      const dead = at(target, "DeadLetterConfig", "Arn");
      return [
        ...unless(
          pointed(templates, schedule.stack, dead)?.type === "AWS::SQS::Queue",
          schedule,
          "has no dead-letter queue",
        ),
        ...unless(
          dead === undefined || may("sqs:SendMessage", dead),
          schedule,
          "may not write to its dead-letter queue",
        ),
        ...unless(may("lambda:InvokeFunction", at(target, "Arn")), schedule, "may not call its function"),
        ...unless(interval !== undefined, schedule, "has no rate"),
        ...unless(
          typeof age === "number" && age >= SHORTEST && age <= (interval ?? 0),
          schedule,
          `tries for ${String(age)} s what comes again after ${String(interval)}`,
        ),
        ...unless(schedule.props["State"] !== "DISABLED", schedule, "is switched off"),
      ];
    }),
};

const windows: Rule = {
  id: "23",
  title: "periodic scans have a flexible window, no longer than their interval",
  check: (templates) =>
    all(templates, "AWS::Scheduler::Schedule").flatMap((schedule) => {
      const { Mode: mode, MaximumWindowInMinutes: minutes } = (schedule.props["FlexibleTimeWindow"] ??
        {}) as Record<string, unknown>;
      const fits = typeof minutes === "number" && minutes >= 1 && minutes * 60 <= (intervalOf(schedule) ?? 0);
      return unless(mode === "FLEXIBLE" && fits, schedule, "comes at the same second as all others");
    }),
};

const rules: Rule = {
  id: "24",
  title: "each rule target: a dead-letter queue that takes it, and a bounded retry policy",
  check: (templates) =>
    all(templates, "AWS::Events::Rule").flatMap((rule) => {
      const targets = listOf(rule.props["Targets"]);
      return [
        ...unless(targets.length > 0, rule, "has no target"),
        ...targets.flatMap((target) => ofTarget(templates, rule, target)),
      ];
    }),
};

function ofTarget(templates: Templates, rule: Found, target: unknown): string[] {
  const dead = text(templates, rule.stack, at(target, "DeadLetterConfig", "Arn"));
  const { MaximumEventAgeInSeconds: age, MaximumRetryAttempts: retries } = (at(target, "RetryPolicy") ??
    {}) as Record<string, unknown>;
  const taken = resourcePolicies(templates).some(
    (s) =>
      s.effect === "Allow" &&
      s.principals.includes("events.amazonaws.com") &&
      s.actions.includes("sqs:SendMessage") &&
      s.resources.includes(dead) &&
      patternsOf(s.condition["ArnLike"]?.["aws:SourceArn"]).some((pattern) =>
        like(arnOf(templates, rule), pattern),
      ),
  );
  return [
    ...unless(dead.startsWith("arn:aws:sqs:"), rule, "has a target without a dead-letter queue"),
    ...unless(taken, rule, "its dead-letter queue does not take what it sends"),
    ...unless(typeof age === "number" && age <= 86_400, rule, "has a target whose retries have no age"),
    ...unless(
      typeof retries === "number" && retries <= 185,
      rule,
      "has a target whose retries are not bounded",
    ),
  ];
}

const patternsOf = (of: unknown): string[] => (Array.isArray(of) ? of.map(word) : [word(of)]);

function arnOf(templates: Templates, rule: Found): string {
  const bus = rule.props["EventBusName"];
  const path = bus === undefined ? "" : `${text(templates, rule.stack, bus)}/`;
  return `arn:aws:events:${REGION}:${ACCOUNT}:rule/${path}${String(rule.props["Name"])}`;
}

/** IAM's ArnLike, as far as it is used here. */
function like(arn: string, pattern: string): boolean {
  const parts = pattern.split("*").map((part) => part.replace(/[.+?^${}()|[\]\\]/g, "\\$&"));
  return new RegExp(`^${parts.join(".*")}$`).test(arn);
}

export const events: Rule[] = [schedules, windows, rules];
