import { CognitoIdentityProviderClient } from "@aws-sdk/client-cognito-identity-provider";
import { CloudWatchLogsClient, FilterLogEventsCommand } from "@aws-sdk/client-cloudwatch-logs";
import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { InvokeCommand, LambdaClient, UpdateFunctionConfigurationCommand } from "@aws-sdk/client-lambda";
import { ListObjectsV2Command, S3Client } from "@aws-sdk/client-s3";
import { GetExecutionHistoryCommand, type HistoryEvent, SFNClient } from "@aws-sdk/client-sfn";
import { executionArn } from "@gradus/aws";
import { callerOf } from "../ministack/call.ts";
import type { MiniStack } from "../ministack/start.ts";
import { type Answer, call } from "./call.ts";
import type { Deployment } from "./deploy.ts";
import { signIn } from "./sign-in.ts";

const STAGE = "test";

export interface Mail {
  To: string[];
  Subject: string;
  BodyText: string;
}

/** The deployed system, through its real interfaces. */
export interface Installation {
  deployment: Deployment;
  clients: {
    lambda: LambdaClient;
    sfn: SFNClient;
    dynamo: DynamoDBClient;
    s3: S3Client;
    logs: CloudWatchLogsClient;
  };
  /** Calls the API as API Gateway serves it, signed in as Ada unless told otherwise. */
  api(method: string, path: string, body?: unknown, options?: { token?: string | null }): Promise<Answer>;
  mails(): Promise<Mail[]>;
  invoke(name: string, payload: unknown): Promise<{ output: unknown; fault?: string }>;
  history(task: string): Promise<HistoryEvent[]>;
  /** Lines of a function's log that name a task. */
  logged(name: string, task: string): Promise<string[]>;
  /** Takes a function's settings away: it fails at each call. */
  breakFunction(name: string): Promise<void>;
  siteFiles(): Promise<string[]>;
  /** Names of the stacks that are there. */
  leftStacks(): Promise<string[]>;
  /** Calls the detector of a source now, as its schedule does every minute. */
  detect(source: string): Promise<void>;
}

export async function openInstallation(stack: MiniStack, deployment: Deployment): Promise<Installation> {
  const config = {
    endpoint: stack.endpoint,
    region: stack.region,
    credentials: { accessKeyId: "test", secretAccessKey: "test" },
  };
  const clients = {
    lambda: new LambdaClient(config),
    sfn: new SFNClient(config),
    dynamo: new DynamoDBClient(config),
    s3: new S3Client({ ...config, forcePathStyle: true }),
    logs: new CloudWatchLogsClient(config),
  };
  const token = await signIn(new CognitoIdentityProviderClient(config), deployment);
  const apiId = deployment.output("ApiStack", "ApiId");
  const machine = deployment.output("Remediation", "Machine");
  const invoke = async (name: string, payload: unknown): Promise<{ output: unknown; fault?: string }> => {
    const answer = await clients.lambda.send(
      new InvokeCommand({
        FunctionName: `gradus-${STAGE}-${name}`,
        Payload: Buffer.from(JSON.stringify(payload)),
      }),
    );
    const text = Buffer.from(answer.Payload ?? []).toString("utf8");
    return {
      output: text === "" ? undefined : (JSON.parse(text) as unknown),
      ...(answer.FunctionError ? { fault: text } : {}),
    };
  };
  return {
    deployment,
    clients,
    invoke,
    api: (method, path, body, options = {}) =>
      call(stack.endpoint, `${apiId}.execute-api.localhost`, {
        method,
        path,
        body,
        token: options.token === undefined ? token : options.token,
      }),
    async mails() {
      const answer = await fetch(`${stack.endpoint}/_ministack/ses/messages?account=000000000000`);
      const { messages } = (await answer.json()) as { messages: Record<string, Mail[]> };
      return Object.values(messages).flat();
    },
    async history(task) {
      const page = await clients.sfn.send(
        new GetExecutionHistoryCommand({ executionArn: executionArn(machine, task), maxResults: 1_000 }),
      );
      return page.events ?? [];
    },
    async logged(name, task) {
      const found = await clients.logs.send(
        new FilterLogEventsCommand({ logGroupName: `/aws/lambda/gradus-${STAGE}-${name}` }),
      );
      const lines = (found.events ?? []).flatMap((e) => (e.message ?? "").split("\n"));
      return lines.filter((line) => line.startsWith("{") && line.includes(task));
    },
    async breakFunction(name) {
      await clients.lambda.send(
        new UpdateFunctionConfigurationCommand({
          FunctionName: `gradus-${STAGE}-${name}`,
          Environment: { Variables: {} },
        }),
      );
    },
    async siteFiles() {
      const { Contents } = await clients.s3.send(
        new ListObjectsV2Command({ Bucket: deployment.output("Web", "Bucket") }),
      );
      return (Contents ?? []).flatMap(({ Key }) => Key ?? []);
    },
    async leftStacks() {
      const xml = await callerOf(stack).query("cloudformation", "DescribeStacks", {});
      return [...xml.matchAll(/<StackName>([^<]+)<\/StackName>/g)].map((m) => m[1] ?? "").sort();
    },
    async detect(source) {
      const { fault } = await invoke(`detect-${source}`, { source, shard: 0, of: 1 });
      if (fault) throw new Error(`the detector ${source} failed: ${fault}`);
    },
  };
}
