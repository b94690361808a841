import { CfnBudget } from "aws-cdk-lib/aws-budgets";
import { type StackContext, use } from "sst/constructs";
import { Detection } from "./detection.ts";
import { Events } from "./events.ts";
import { Remediation } from "./remediation.ts";
import { alarmsOf } from "./support/alarms.ts";
import { dashboard } from "./support/dashboard.ts";
import { type FunctionSpec, gradusFunction } from "./support/function.ts";
import { mailEnvironment } from "./support/mail-environment.ts";
import { metricsOf } from "./support/metrics.ts";
import { namesOf } from "./support/names.ts";
import { policiesOf } from "./support/policy.ts";
import { schedulesOf } from "./support/schedule.ts";
import { settingsOf } from "./support/settings.ts";
import { surroundingsOf } from "./support/surroundings.ts";
import { discovering } from "./support/targets-policy.ts";

/** Often enough that one that is late leaves no day without. */
const HEARTBEAT_MINUTES = 6 * 60;

/** The standing jobs, and what watches the watcher: alarms, a dead-man's switch, a dashboard, a budget. None of it needs Gradus. */
export function Operations({ stack, app }: StackContext) {
  const { config, deployed } = settingsOf(app);
  const names = namesOf(stack, app.stage);
  const policies = policiesOf(stack, names);
  const around = surroundingsOf(stack, app);
  const { failures, operators } = use(Events);
  const { group } = use(Detection);
  const schedules = schedulesOf(stack, { group: group.ref, failures });
  const { machine } = use(Remediation);
  const table = [policies.readTable, policies.writeTable, policies.publishEvents];

  job("tend", 5, {
    description:
      "Keeps waiting tasks alive, reminds people, sends summaries, and starts tasks again whose execution is gone.",
    environment: mailEnvironment(config),
    may: [...table, policies.startRemediation, policies.answerWaits, policies.describeExecutions],
  });
  job("heartbeat", HEARTBEAT_MINUTES, {
    description:
      "Says four times a day that all of Gradus is there. Where it does not say so, an alarm does.",
    may: [...table, policies.startRemediation, policies.describeExecutions],
  });
  if (config.discovery)
    job("discover", 5, {
      description: "Finds what is tagged gradus:managed.",
      may: [...table, ...discovering(stack)],
    });

  const metrics = metricsOf({
    stage: app.stage,
    prefix: names.prefix,
    machineArn: machine.attrArn,
    table: names.table,
  });
  const alarms = alarmsOf(stack, {
    prefix: names.prefix,
    operators,
    metrics,
    watching: Object.keys(deployed.shards).length > 0,
    modelsUsdPerDay: config.spend.modelsUsdPerDay,
  });
  dashboard(stack, { name: names.prefix, stage: app.stage, metrics, alarms });
  new CfnBudget(stack, "Budget", {
    budget: {
      budgetName: names.prefix,
      budgetType: "COST",
      timeUnit: "MONTHLY",
      budgetLimit: { amount: config.spend.budgetUsdPerMonth, unit: "USD" },
      costFilters: { TagKeyValue: [`user:gradus:stage$${app.stage}`] },
    },
    // CDK's tags do not reach a budget.
    resourceTags: [
      { key: "gradus:app", value: "gradus" },
      { key: "gradus:stage", value: app.stage },
    ],
    notificationsWithSubscribers: [
      { threshold: 80, notificationType: "ACTUAL" },
      { threshold: 100, notificationType: "FORECASTED" },
    ].map(({ threshold, notificationType }) => ({
      notification: { notificationType, comparisonOperator: "GREATER_THAN", threshold },
      subscribers: config.alerts.to.map(({ address }) => ({ subscriptionType: "EMAIL", address })),
    })),
  });

  function job(
    name: string,
    minutes: number,
    { description, may, environment = {} }: Pick<FunctionSpec, "description" | "may" | "environment">,
  ): void {
    const made = gradusFunction(stack, around, {
      name,
      handler: `functions/${name}.handler`,
      description,
      timeoutSeconds: 240,
      memoryMb: 256,
      environment,
      asynchronous: { failures, retries: 1, maxAgeSeconds: 300 },
      may,
    });
    schedules.add({
      id: `Every-${name}`,
      name: `${names.prefix}-${name}`,
      description,
      every: `rate(${minutes} minutes)`,
      everySeconds: minutes * 60,
      calls: made,
      input: {},
    });
  }
}
