import { Duration } from "aws-cdk-lib";
import { Metric } from "aws-cdk-lib/aws-cloudwatch";
import { EventBus, type EventPattern, Match, Rule } from "aws-cdk-lib/aws-events";
import { LambdaFunction } from "aws-cdk-lib/aws-events-targets";
import {
  CloudWatchDimensionSource,
  ConfigurationSet,
  ConfigurationSetTlsPolicy,
  EmailSendingEvent,
  EventDestination,
  SuppressionReasons,
} from "aws-cdk-lib/aws-ses";
import { Queue } from "aws-cdk-lib/aws-sqs";
import { EVENT_SOURCE, MAIL_REQUESTED } from "@gradus/aws/names";
import { type Function, type StackContext, use } from "sst/constructs";
import { ApiStack } from "./api.ts";
import { Events } from "./events.ts";
import { alarmTo } from "./support/alarm.ts";
import { observingEnvironment } from "./support/documents.ts";
import { type FunctionSpec, gradusFunction } from "./support/function.ts";
import { mailEnvironment } from "./support/mail-environment.ts";
import { namesOf } from "./support/names.ts";
import { allow, policiesOf } from "./support/policy.ts";
import { senderOf } from "./support/sender.ts";
import { settingsOf } from "./support/settings.ts";
import { surroundingsOf } from "./support/surroundings.ts";
import { observingAll } from "./support/targets-policy.ts";
import { Web } from "./web.ts";

/** An event that could not be handled is tried for an hour, and kept then. */
const RETRIES = 8;
const MAX_AGE = Duration.hours(1);

/** Every mail carries its configuration set under this name. */
const SET_DIMENSION = "ses:configuration-set";

/** The ways to people, and what comes back from them: mail by SES, bounces, and alarms of others as signals. */
export function Alerts({ stack, app }: StackContext) {
  const { config } = settingsOf(app);
  const names = namesOf(stack, app.stage);
  const policies = policiesOf(stack, names);
  const around = surroundingsOf(stack, app);
  const { bus, failures, operators } = use(Events);
  const { linkKey } = use(ApiStack);
  const { url } = use(Web);

  const set = new ConfigurationSet(stack, "ConfigurationSet", {
    configurationSetName: names.prefix,
    suppressionReasons: SuppressionReasons.BOUNCES_AND_COMPLAINTS,
    tlsPolicy: ConfigurationSetTlsPolicy.REQUIRE,
    reputationMetrics: true,
  });
  set.addEventDestination("NotDelivered", {
    destination: EventDestination.eventBus(EventBus.fromEventBusName(stack, "DefaultBus", "default")),
    events: [EmailSendingEvent.BOUNCE, EmailSendingEvent.COMPLAINT, EmailSendingEvent.REJECT],
  });
  // The account's own numbers would count the mail of others.
  set.addEventDestination("Counted", {
    destination: EventDestination.cloudWatchDimensions([
      { source: CloudWatchDimensionSource.MESSAGE_TAG, name: SET_DIMENSION, defaultValue: "none" },
    ]),
    events: [EmailSendingEvent.BOUNCE],
  });
  const sender = senderOf(stack, config.alerts, set);

  const identities = [config.alerts.from, ...config.alerts.to.map(({ address }) => address)]
    .flatMap((address) => [address, address.slice(address.indexOf("@") + 1)])
    .map((identity) => `identity/${identity}`)
    .filter((identity, n, every) => every.indexOf(identity) === n);
  const kept = Queue.fromQueueArn(stack, "Kept", failures.queueArn);
  const asynchronous: FunctionSpec["asynchronous"] = { failures, retries: 2, maxAgeSeconds: 3_600 };
  const signalling = [
    policies.readTable,
    policies.writeTable,
    policies.publishEvents,
    policies.startRemediation,
    policies.answerWaits,
  ];
  const mail = gradusFunction(stack, around, {
    name: "mail",
    handler: "functions/mail.handler",
    description: "Sends what people are to be told, to each of them once.",
    timeoutSeconds: 60,
    memoryMb: 256,
    asynchronous,
    environment: {
      ...linkKey.environment,
      GRADUS_URL: url,
      ...mailEnvironment(config),
      GRADUS_CONFIGURATION_SET: set.configurationSetName,
    },
    may: [
      policies.readTable,
      policies.writeTable,
      linkKey.read,
      allow(
        ["ses:SendRawEmail"],
        // Whichever of them the account has: SES also asks about the recipient's, which in its sandbox is always there.
        [...identities, `configuration-set/${names.prefix}`].map(
          (rest) => `arn:${stack.partition}:ses:${stack.region}:${stack.account}:${rest}`,
        ),
        { StringEquals: { "ses:FromAddress": config.alerts.from } },
      ),
    ],
  });
  const alarmSignal = gradusFunction(stack, around, {
    name: "alarm-signal",
    handler: "functions/alarm-signal.handler",
    description: "An alarm of CloudWatch about a target becomes a task.",
    timeoutSeconds: 50,
    memoryMb: 256,
    asynchronous,
    // A task opens with what its target looks like at that moment.
    environment: observingEnvironment(stack, app),
    may: [...signalling, policies.invoke("probe"), ...observingAll(stack, app)],
  });
  const mailSignal = gradusFunction(stack, around, {
    name: "mail-signal",
    handler: "functions/mail-signal.handler",
    description: "Mail that did not reach somebody becomes a task.",
    timeoutSeconds: 50,
    memoryMb: 256,
    asynchronous,
    may: signalling,
  });
  on("MailRequested", mail, { source: [EVENT_SOURCE], detailType: [MAIL_REQUESTED] }, bus);
  on("AlarmFires", alarmSignal, {
    source: ["aws.cloudwatch"],
    detailType: ["CloudWatch Alarm State Change"],
    // Alarms about Gradus itself go to people, not to Gradus.
    detail: { alarmName: Match.anythingButPrefix(`${names.prefix}-`), state: { value: ["ALARM"] } },
  });
  on("MailNotDelivered", mailSignal, {
    source: ["aws.ses"],
    detail: {
      eventType: ["Bounce", "Complaint", "Reject"],
      mail: { tags: { [SET_DIMENSION]: [names.prefix] } },
    },
  });

  alarmTo(stack, "Bounces", {
    alarmName: `${names.prefix}-bounces`,
    alarmDescription: "Mail of Gradus comes back: somebody who should be told is not.",
    operators,
    metric: new Metric({
      namespace: "AWS/SES",
      metricName: "Bounce",
      dimensionsMap: { [SET_DIMENSION]: names.prefix },
      statistic: "Sum",
      period: Duration.minutes(15),
    }),
  });
  stack.addOutputs({ Sender: config.alerts.from, ConfigurationSet: set.configurationSetName, ...sender });

  function on(id: string, target: Function, eventPattern: EventPattern, eventBus?: EventBus): void {
    new Rule(stack, id, {
      ruleName: `${names.prefix}-${id.toLowerCase()}`,
      eventPattern,
      ...(eventBus ? { eventBus } : {}),
      targets: [
        new LambdaFunction(target, { deadLetterQueue: kept, retryAttempts: RETRIES, maxEventAge: MAX_AGE }),
      ],
    });
  }
}
