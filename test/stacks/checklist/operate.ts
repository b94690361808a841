import { pointed, text } from "../templates/resolve.ts";
import { all, at, type Found, listOf, nameOf, type Templates, unless } from "../templates/template.ts";
import type { Rule } from "./rule.ts";
import { tags } from "./tags.ts";

/** An alarm that must be there. */
interface Watch {
  what: string;
  namespace: string;
  metric: string;
  dimension?: [name: string, value: string];
  /** Silence is what it listens for. */
  silence?: boolean;
}

const alarms: Rule = {
  id: "37",
  title: "alarms that tell people, on everything that can go wrong with Gradus itself",
  check: (templates) => [
    ...all(templates, "AWS::CloudWatch::Alarm").flatMap((alarm) => {
      const actions = listOf(alarm.props["AlarmActions"]).map((a) => pointed(templates, alarm.stack, a));
      const topics = actions.filter((a) => a?.type === "AWS::SNS::Topic") as Found[];
      return [
        ...unless(
          topics.some((topic) => reachesPeople(templates, topic)),
          alarm,
          "tells nobody",
        ),
        ...unless(alarm.props["ActionsEnabled"] !== false, alarm, "is muted"),
      ];
    }),
    ...wanted(templates).flatMap((watch) => missing(templates, watch)),
  ],
};

function reachesPeople(templates: Templates, topic: Found): boolean {
  return all(templates, "AWS::SNS::Subscription").some((s) => {
    const to = pointed(templates, s.stack, s.props["TopicArn"]);
    return to !== undefined && nameOf(to) === nameOf(topic) && s.props["Protocol"] === "email";
  });
}

function wanted(templates: Templates): Watch[] {
  const of = (type: string): Found[] => all(templates, type);
  const value = (found: Found, reference: unknown): string => text(templates, found.stack, reference);
  return [
    ...of("AWS::StepFunctions::StateMachine").flatMap((machine) =>
      ["ExecutionsFailed", "ExecutionsTimedOut", "ExecutionThrottled"].map((metric) => ({
        what: nameOf(machine),
        namespace: "AWS/States",
        metric,
        dimension: ["StateMachineArn", value(machine, { Ref: machine.id })] as [string, string],
      })),
    ),
    ...of("AWS::Lambda::Function").flatMap((fn) =>
      ["Errors", "Throttles"].map((metric) => ({
        what: nameOf(fn),
        namespace: "AWS/Lambda",
        metric,
        dimension: ["FunctionName", String(fn.props["FunctionName"])] as [string, string],
      })),
    ),
    ...of("AWS::SQS::Queue").map((queue) => ({
      what: nameOf(queue),
      namespace: "AWS/SQS",
      metric: "ApproximateNumberOfMessagesVisible",
      dimension: ["QueueName", String(queue.props["QueueName"])] as [string, string],
    })),
    ...of("AWS::Scheduler::ScheduleGroup").map((group) => ({
      what: nameOf(group),
      namespace: "AWS/Scheduler",
      metric: "InvocationDroppedCount",
      dimension: ["ScheduleGroup", String(group.props["Name"])] as [string, string],
    })),
    ...of("AWS::SES::ConfigurationSet").map((set) => ({
      what: nameOf(set),
      namespace: "AWS/SES",
      metric: "Bounce",
      dimension: ["ses:configuration-set", String(set.props["Name"])] as [string, string],
    })),
    ...of("AWS::DynamoDB::Table").flatMap((table) =>
      ["ReadThrottleEvents", "WriteThrottleEvents"].map((metric) => ({
        what: nameOf(table),
        namespace: "AWS/DynamoDB",
        metric,
        dimension: ["TableName", String(table.props["TableName"])] as [string, string],
      })),
    ),
    { what: "Operations", namespace: "Gradus", metric: "ModelSpendUsd" },
    { what: "Operations", namespace: "Gradus", metric: "Heartbeat", silence: true },
  ];
}

function missing(
  templates: Templates,
  { what, namespace, metric, dimension, silence = false }: Watch,
): string[] {
  const found = all(templates, "AWS::CloudWatch::Alarm").some(({ stack, props }) => {
    const { of, filled } = watched(props);
    const dimensions = listOf(at(of, "Dimensions")).map((d) => [
      at(d, "Name"),
      text(templates, stack, at(d, "Value")),
    ]);
    return (
      at(of, "Namespace") === namespace &&
      at(of, "MetricName") === metric &&
      (!dimension || dimensions.some(([n, v]) => n === dimension[0] && v === dimension[1])) &&
      // Without a number filled in, CloudWatch looks back for the last one there was, for days.
      (props["TreatMissingData"] === "breaching") === silence &&
      filled === silence
    );
  });
  return found ? [] : [`${what}: no alarm on ${namespace} ${metric}`];
}

/** The metric that an alarm is about, as it is or with silence filled with a number. */
function watched(props: Record<string, unknown>): { of: unknown; filled: boolean } {
  const parts = listOf(props["Metrics"]);
  const of = parts.map((part) => at(part, "MetricStat", "Metric")).find((m) => m !== undefined);
  const filled = parts.some((part) => String(at(part, "Expression")).startsWith("FILL("));
  return of === undefined ? { of: props, filled } : { of, filled };
}

const dashboard: Rule = {
  id: "38",
  title: "a dashboard that shows the alarms",
  check(templates) {
    const boards = all(templates, "AWS::CloudWatch::Dashboard");
    if (boards.length === 0) return ["Operations: there is no dashboard"];
    return boards.flatMap((board) => {
      const body = text(templates, board.stack, board.props["DashboardBody"]);
      return unless(
        /"type":"alarm"/.test(body) && /"type":"metric"/.test(body),
        board,
        "shows no alarms or no metrics",
      );
    });
  },
};

const budget: Rule = {
  id: "40",
  title: "a budget that tells people, tags on everything, and nothing that costs while it stands still",
  check: (templates) => {
    const budgets = all(templates, "AWS::Budgets::Budget");
    return [
      ...(budgets.length === 0 ? ["Operations: there is no budget"] : []),
      ...budgets.flatMap((found) => {
        const told = listOf(found.props["NotificationsWithSubscribers"]).every(
          (n) => listOf(at(n, "Subscribers")).length > 0,
        );
        const amount = Number(at(found.props, "Budget", "BudgetLimit", "Amount"));
        return [
          ...unless(
            listOf(found.props["NotificationsWithSubscribers"]).length > 0 && told,
            found,
            "tells nobody",
          ),
          ...unless(amount > 0, found, "has no limit"),
        ];
      }),
      ...tags(templates),
      ...all(templates)
        .filter(({ type }) => STANDING.test(type))
        .map((found) => `${nameOf(found)}: costs while it stands still (${found.type})`),
      ...all(templates, "AWS::Lambda::Function").flatMap((fn) =>
        unless(fn.props["VpcConfig"] === undefined, fn, "needs a network with a NAT gateway"),
      ),
    ];
  },
};

const STANDING =
  /^AWS::(EC2::(NatGateway|VPC|VPCEndpoint|Instance|EIP)|ElasticLoadBalancingV2|RDS|ElastiCache|ECS|EKS)/;

export const operate: Rule[] = [alarms, dashboard, budget];
