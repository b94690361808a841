import { pointed, text } from "../templates/resolve.ts";
import { ACTING, shortName, statementsOf } from "../templates/statements.ts";
import {
  all,
  at,
  type Found,
  isRecord,
  listOf,
  nameOf,
  type Templates,
  unless,
  word,
} from "../templates/template.ts";
import { tasksOf } from "../templates/workflow.ts";
import type { Rule } from "./rule.ts";
import { secretsIn } from "./secrets.ts";

const functions = (templates: Templates): Found[] => all(templates, "AWS::Lambda::Function");

/** A rule over each function by itself. */
const each = (id: string, title: string, check: (fn: Found, templates: Templates) => string[]): Rule => ({
  id,
  title,
  check: (templates) => functions(templates).flatMap((fn) => check(fn, templates)),
});

/** Longer than the default of three seconds, and what calls it waits longer still. */
const timeouts: Rule = {
  id: "2",
  title: "timeout above 3 s, and below what its caller waits",
  check(templates) {
    const limits = [
      ...tasksOf(templates).flatMap(({ calls, state, name }) =>
        calls ? [{ fn: calls, seconds: Number(state["TimeoutSeconds"]), who: `the state ${name}` }] : [],
      ),
      ...all(templates, "AWS::ApiGatewayV2::Integration").flatMap((integration) => {
        const fn = pointed(templates, integration.stack, integration.props["IntegrationUri"]);
        return fn ? [{ fn, seconds: 30, who: "the HTTP API" }] : [];
      }),
    ];
    return [
      ...functions(templates).flatMap((fn) =>
        unless(Number(fn.props["Timeout"] ?? 3) > 3, fn, "its timeout is the default of 3 s"),
      ),
      ...limits.flatMap(({ fn, seconds, who }) =>
        unless(
          Number(fn.props["Timeout"]) < seconds,
          fn,
          `takes up to ${String(fn.props["Timeout"])} s, but ${who} waits ${seconds}`,
        ),
      ),
    ];
  },
};

const asynchronous: Rule = {
  id: "7",
  title: "asynchronous functions have a failure destination and bounded retries",
  check(templates) {
    const configs = all(templates, "AWS::Lambda::EventInvokeConfig");
    return calledAsEvents(templates).flatMap((fn) => {
      const config = configs.find((c) => {
        const of = pointed(templates, c.stack, c.props["FunctionName"]);
        return of !== undefined && nameOf(of) === nameOf(fn);
      });
      if (!config) return [`${nameOf(fn)}: is called as an event, and nothing says what becomes of failures`];
      const destination = at(config.props, "DestinationConfig", "OnFailure", "Destination");
      const arn = text(templates, config.stack, destination);
      const mayTell = statementsOf(templates, fn).some(
        (s) => s.effect === "Allow" && s.actions.includes("sqs:SendMessage") && s.resources.includes(arn),
      );
      const { MaximumRetryAttempts: retries, MaximumEventAgeInSeconds: age } = config.props;
      return [
        ...unless(
          pointed(templates, config.stack, destination)?.type === "AWS::SQS::Queue",
          config,
          "failures go to no queue",
        ),
        ...unless(mayTell, fn, "may not send to its own failure destination"),
        ...unless(typeof retries === "number" && retries <= 2, config, "retries are not bounded"),
        ...unless(typeof age === "number" && age <= 3_600, config, "retries go on for more than an hour"),
      ];
    });
  },
};

/** Scheduler, EventBridge and CloudFormation call functions without waiting for them. */
function calledAsEvents(templates: Templates): Found[] {
  const called = [
    ...all(templates, "AWS::Scheduler::Schedule").map((s) => [s, at(s.props, "Target", "Arn")] as const),
    ...all(templates, "AWS::Events::Rule").flatMap((r) =>
      listOf(r.props["Targets"]).map((t) => [r, at(t, "Arn")] as const),
    ),
    ...all(templates)
      .filter(({ type }) => type.startsWith("Custom::") || type === "AWS::CloudFormation::CustomResource")
      .map((c) => [c, c.props["ServiceToken"]] as const),
  ];
  const found = called.flatMap(([from, target]) => pointed(templates, from.stack, target) ?? []);
  return [...new Map(found.map((fn) => [nameOf(fn), fn])).values()].filter(
    ({ type }) => type === "AWS::Lambda::Function",
  );
}

/** What is left of the 1,000 that an account has by default, less the 100 that must stay unreserved. */
const MOST_RESERVED = 900;
const REACHES_OUT = new Set(["probe", "control"]);

const concurrency: Rule = {
  id: "8",
  title: "reserved concurrency on functions that call models, probe targets or act",
  check(templates) {
    const reserved = (fn: Found): number => Number(fn.props["ReservedConcurrentExecutions"] ?? 0);
    const sum = functions(templates).reduce((total, fn) => total + reserved(fn), 0);
    return [
      ...functions(templates).flatMap((fn) => {
        const models = statementsOf(templates, fn).some((s) =>
          s.actions.some((a) => a.startsWith("bedrock:")),
        );
        const name = shortName(fn);
        const needs = models || REACHES_OUT.has(name) || name.startsWith("detect-") || ACTING.has(name);
        return unless(!needs || reserved(fn) > 0, fn, "any number of it may run at once");
      }),
      ...(sum > MOST_RESERVED ? [`all stacks: ${sum} reserved executions are more than an account has`] : []),
    ];
  },
};

const logs: Rule = {
  id: "6",
  title: "JSON logs in a log group of its own, kept for at most 90 days",
  check(templates) {
    const groups = functions(templates).map((fn) => ({
      fn,
      group: pointed(templates, fn.stack, at(fn.props, "LoggingConfig", "LogGroup")),
    }));
    const usersOf = (group: Found): number =>
      groups.filter((g) => g.group !== undefined && nameOf(g.group) === nameOf(group)).length;
    return [
      ...groups.flatMap(({ fn, group }) => [
        ...unless(at(fn.props, "LoggingConfig", "LogFormat") === "JSON", fn, "its log is not JSON"),
        ...unless(group?.type === "AWS::Logs::LogGroup", fn, "it has no log group of ours"),
        ...unless(!group || usersOf(group) === 1, fn, "it shares its log group"),
      ]),
      ...all(templates, "AWS::Logs::LogGroup").flatMap((group) => {
        const days = group.props["RetentionInDays"];
        return unless(typeof days === "number" && days <= 90, group, "is not deleted within 90 days");
      }),
    ];
  },
};

const secrets: Rule = {
  id: "9",
  title: "no secret in environment values",
  check(templates) {
    const known = all(templates, "AWS::SecretsManager::Secret").map((s) => word(s.props["Name"]));
    return functions(templates).flatMap((fn) => {
      const variables = at(fn.props, "Environment", "Variables");
      return Object.entries(isRecord(variables) ? variables : {}).flatMap(([name, value]) =>
        secretsIn(name, value, text(templates, fn.stack, value), known).map(
          (why) => `${nameOf(fn)}: ${name} ${why}`,
        ),
      );
    });
  },
};

export const lambda: Rule[] = [
  each("1", "runtime nodejs22.x or newer", (fn) => {
    const [, major] = /^nodejs(\d+)\.x$/.exec(String(fn.props["Runtime"])) ?? [];
    return unless(Number(major) >= 22, fn, `runs on ${String(fn.props["Runtime"])}`);
  }),
  timeouts,
  each("3", "memory set", (fn) =>
    unless(Number(fn.props["MemorySize"]) > 128, fn, "its memory is the default of 128 MB"),
  ),
  each("4", "arm64", (fn) =>
    unless(String(fn.props["Architectures"]) === "arm64", fn, "does not run on arm64"),
  ),
  each("5", "X-Ray active", (fn) =>
    unless(at(fn.props, "TracingConfig", "Mode") === "Active", fn, "is not traced"),
  ),
  logs,
  asynchronous,
  concurrency,
  secrets,
];
