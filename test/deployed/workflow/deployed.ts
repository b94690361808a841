import { remediation, substitute, verbNames } from "@gradus/workflows";
import { build } from "esbuild";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { type Course, courseOf, plain } from "../../workflow/paths/course.ts";
import { hurried } from "../../workflow/paths/definition.ts";
import { type Scenario, taskOf } from "../../workflow/paths/script.ts";
import { type Caller, callerOf } from "../ministack/call.ts";
import type { MiniStack } from "../ministack/start.ts";
import { zipOf } from "./zip.ts";

const ACCOUNT = "000000000000";
const POLL_MS = 100;

interface Execution {
  readonly status: string;
  readonly output?: string | null;
  readonly error?: string;
  readonly cause?: string;
}
type Events = Parameters<typeof courseOf>[0];
interface Message {
  readonly Subject: string;
  readonly Message: string;
}

/** The definition on Step Functions, over the scripted verbs as Lambda functions and a topic that is listened to. */
export class Deployed {
  readonly #call: Caller;
  readonly #region: string;
  #told: Promise<readonly Message[]> | undefined;

  constructor(ministack: MiniStack) {
    this.#call = callerOf(ministack);
    this.#region = ministack.region;
  }

  async setUp(): Promise<void> {
    await this.#table();
    await this.#functions();
    await this.#topic();
    for (const machine of ["remediation", "unheard", "hurried"])
      await this.#states("CreateStateMachine", {
        name: machine,
        roleArn: this.#arn("iam", "role/any"),
        definition: JSON.stringify(
          substitute(machine === "hurried" ? hurried : remediation, {
            ...Object.fromEntries(verbNames.map((verb) => [verb, this.#arn("lambda", `function:${verb}`)])),
            OperatorsTopic: this.#arn("sns", machine === "unheard" ? "nobody" : "operators"),
          }),
        ),
      });
  }

  /** Starts a scenario, waits for its end, and reads how it went. What operators were told comes from `told`. */
  async walk(scenario: Scenario): Promise<Course> {
    const machine = scenario.isTopicGone ? "unheard" : scenario.isHurried ? "hurried" : "remediation";
    const task = taskOf(scenario);
    const { executionArn } = await this.#states<{ executionArn: string }>("StartExecution", {
      stateMachineArn: this.#arn("states", `stateMachine:${machine}`),
      name: task,
      input: JSON.stringify({ task }),
    });
    let end = await this.#states<Execution>("DescribeExecution", { executionArn });
    for (; end.status === "RUNNING"; await sleep(POLL_MS))
      end = await this.#states<Execution>("DescribeExecution", { executionArn });
    const { events } = await this.#states<{ events: Events }>("GetExecutionHistory", {
      executionArn,
      maxResults: 1_000,
    });
    const { output, ...rest } = end;
    return courseOf(events, { ...rest, output: JSON.parse(output ?? "null") as unknown });
  }

  /** What the topic's subscriber got for a task, after everything has run. */
  async told(task: string): Promise<unknown[]> {
    this.#told ??= this.#received();
    return (await this.#told)
      .map(({ Subject, Message }) => ({ Subject, Message: JSON.parse(Message) as { task: string } }))
      .filter(({ Message }) => Message.task === task)
      .map(plain);
  }

  async #received(): Promise<Message[]> {
    const { Messages = [] } = await this.#call.json<{ Messages?: { Body: string }[] }>(
      "sqs",
      "AmazonSQS.ReceiveMessage",
      { QueueUrl: this.#queueUrl, MaxNumberOfMessages: 10, WaitTimeSeconds: 1 },
    );
    return Messages.map(({ Body }) => JSON.parse(Body) as Message);
  }

  async #table(): Promise<void> {
    await this.#call.json("dynamodb", "DynamoDB_20120810.CreateTable", {
      TableName: "calls",
      AttributeDefinitions: [{ AttributeName: "id", AttributeType: "S" }],
      KeySchema: [{ AttributeName: "id", KeyType: "HASH" }],
      BillingMode: "PAY_PER_REQUEST",
    });
  }

  async #functions(): Promise<void> {
    const { outputFiles } = await build({
      entryPoints: [fileURLToPath(new URL("function.ts", import.meta.url))],
      bundle: true,
      platform: "node",
      format: "cjs",
      target: "node20",
      write: false,
    });
    const code = zipOf("index.js", outputFiles[0]?.text ?? "").toString("base64");
    for (const verb of verbNames)
      await this.#call.rest("lambda", "POST", "/2015-03-31/functions", {
        FunctionName: verb,
        Runtime: "nodejs22.x",
        Handler: "index.handler",
        Role: this.#arn("iam", "role/any"),
        Timeout: 10,
        Code: { ZipFile: code },
      });
  }

  async #topic(): Promise<void> {
    await this.#call.query("sns", "CreateTopic", { Name: "operators" });
    await this.#call.json("sqs", "AmazonSQS.CreateQueue", { QueueName: "told" });
    await this.#call.query("sns", "Subscribe", {
      TopicArn: this.#arn("sns", "operators"),
      Protocol: "sqs",
      Endpoint: this.#arn("sqs", "told"),
    });
  }

  get #queueUrl(): string {
    return `https://sqs.${this.#region}.amazonaws.com/${ACCOUNT}/told`;
  }

  #states<T>(action: string, body: unknown): Promise<T> {
    return this.#call.json<T>("states", `AWSStepFunctions.${action}`, body);
  }

  #arn(service: string, resource: string): string {
    return `arn:aws:${service}:${service === "iam" ? "" : this.#region}:${ACCOUNT}:${resource}`;
  }
}
