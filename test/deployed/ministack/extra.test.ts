import { readdir } from "node:fs/promises";
import { tmpdir } from "node:os";
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type Caller, callerOf } from "./call.ts";
import { haveMiniStack, type MiniStack, startMiniStack } from "./start.ts";

const states = {
  StartAt: "Done",
  States: { Done: { Type: "Succeed" } },
};
const template = (comment: string, amount: number) => ({
  Resources: {
    Machine: {
      Type: "AWS::StepFunctions::StateMachine",
      Properties: {
        StateMachineName: "machine",
        RoleArn: "arn:aws:iam::000000000000:role/any",
        DefinitionString: JSON.stringify({ Comment: comment, ...states }),
      },
    },
    Version: {
      Type: "AWS::StepFunctions::StateMachineVersion",
      UpdateReplacePolicy: "Retain",
      Properties: {
        StateMachineArn: { Ref: "Machine" },
        StateMachineRevisionId: { "Fn::GetAtt": ["Machine", "StateMachineRevisionId"] },
      },
    },
    Alias: {
      Type: "AWS::StepFunctions::StateMachineAlias",
      Properties: {
        Name: "live",
        RoutingConfiguration: [{ StateMachineVersionArn: { "Fn::GetAtt": ["Version", "Arn"] }, Weight: 100 }],
      },
    },
    Alarm: {
      Type: "AWS::CloudWatch::Alarm",
      Properties: {
        AlarmName: "child",
        Namespace: "N",
        MetricName: "M",
        ComparisonOperator: "GreaterThanThreshold",
        Threshold: 1,
        EvaluationPeriods: 1,
      },
    },
    Silence: {
      Type: "AWS::CloudWatch::Alarm",
      Properties: {
        AlarmName: "silence",
        ComparisonOperator: "LessThanThreshold",
        Threshold: amount,
        EvaluationPeriods: 1,
        Metrics: [
          { Id: "e", Expression: "FILL(m, 0)" },
          {
            Id: "m",
            ReturnData: false,
            MetricStat: { Metric: { Namespace: "N", MetricName: "Heartbeat" }, Period: 300, Stat: "Sum" },
          },
        ],
      },
    },
    Composite: {
      Type: "AWS::CloudWatch::CompositeAlarm",
      DependsOn: "Alarm",
      Properties: { AlarmName: "any", AlarmRule: 'ALARM("child")' },
    },
    Budget: {
      Type: "AWS::Budgets::Budget",
      Properties: {
        Budget: {
          BudgetName: "monthly",
          BudgetType: "COST",
          TimeUnit: "MONTHLY",
          BudgetLimit: { Amount: amount, Unit: "USD" },
        },
        NotificationsWithSubscribers: [
          {
            Notification: {
              NotificationType: "ACTUAL",
              ComparisonOperator: "GREATER_THAN",
              Threshold: 80,
            },
            Subscribers: [{ SubscriptionType: "EMAIL", Address: "team@example.com" }],
          },
        ],
      },
    },
    Pool: { Type: "AWS::Cognito::UserPool", Properties: { UserPoolName: "people" } },
    Person: {
      Type: "AWS::Cognito::UserPoolUser",
      Properties: { UserPoolId: { Ref: "Pool" }, Username: "ada" },
    },
    Document: { Type: "AWS::SSM::Document", Properties: { Name: "act", Content: {} } },
    Query: {
      Type: "AWS::Logs::QueryDefinition",
      Properties: { Name: "slow", QueryString: "fields @message" },
    },
    Sender: { Type: "AWS::SES::EmailIdentity", Properties: { EmailIdentity: "example.com" } },
    Bucket: {
      Type: "AWS::S3::Bucket",
      Properties: { BucketName: "tagged", Tags: [{ Key: "a", Value: "b" }] },
    },
  },
  Outputs: {
    Alias: { Value: { Ref: "Alias" } },
    Composite: { Value: { "Fn::GetAtt": ["Composite", "Arn"] } },
    Budget: { Value: { Ref: "Budget" } },
    Person: { Value: { Ref: "Person" } },
    Document: { Value: { Ref: "Document" } },
    Record: { Value: { "Fn::GetAtt": ["Sender", "DkimDNSTokenName1"] } },
  },
});

describe.skipIf(!haveMiniStack)("MiniStack with the CloudFormation types it lacks", () => {
  let ministack: MiniStack;
  let call: Caller;
  beforeAll(async () => {
    ministack = await startMiniStack();
    call = callerOf(ministack);
  });
  afterAll(() => ministack.stop());

  const stack = (action: string, params: Record<string, string> = {}): Promise<string> =>
    call.query("cloudformation", action, { StackName: "extra", ...params });
  const settled = async (): Promise<string> => {
    for (;;) {
      const xml = await stack("DescribeStacks");
      if (!/<StackStatus>\w+_IN_PROGRESS/.test(xml)) return xml;
      await sleep(50);
    }
  };
  const outputs = (xml: string): Record<string, string> =>
    Object.fromEntries(
      [...xml.matchAll(/<OutputKey>(\w+)<\/OutputKey>\s*<OutputValue>([^<]*)</g)].map(([, key, value]) => [
        key ?? "",
        value ?? "",
      ]),
    );
  const routed = async (alias: string): Promise<string | undefined> => {
    const { routingConfiguration } = await call.json<{
      routingConfiguration: { stateMachineVersionArn: string }[];
    }>("states", "AWSStepFunctions.DescribeStateMachineAlias", { stateMachineAliasArn: alias });
    return routingConfiguration[0]?.stateMachineVersionArn;
  };
  const budget = async (): Promise<unknown> => {
    const answer = await call.json("budgets", "AWSBudgetServiceGateway.DescribeBudget", {
      AccountId: "000000000000",
      BudgetName: "monthly",
    });
    return answer;
  };

  test("a stack of all of them comes up, each is what its API says, and the alias can be started", async () => {
    await stack("CreateStack", { TemplateBody: JSON.stringify(template("first", 10)) });
    const xml = await settled();
    expect(xml).toContain("<StackStatus>CREATE_COMPLETE<");
    const { Alias: alias = "", ...others } = outputs(xml);
    expect(others).toEqual({
      Composite: "arn:aws:cloudwatch:eu-central-1:000000000000:alarm:any",
      Budget: "monthly",
      Person: "ada",
      Document: "act",
      Record: "token1._domainkey.example.com",
    });
    expect(alias).toBe("arn:aws:states:eu-central-1:000000000000:stateMachine:machine:live");
    expect(await routed(alias)).toMatch(/:machine:1$/);
    await call.json("states", "AWSStepFunctions.StartExecution", { stateMachineArn: alias, name: "one" });
    expect(await budget()).toMatchObject({ Budget: { BudgetLimit: { Unit: "USD" } } });
    expect(
      await call.query("monitoring", "DescribeAlarms", { "AlarmTypes.member.1": "CompositeAlarm" }),
    ).toContain("<AlarmName>any<");
  });

  test("an alarm over an expression watches the metric in it", async () => {
    const described = await call.query("monitoring", "DescribeAlarms", { "AlarmNames.member.1": "silence" });
    expect(described).toContain("<MetricName>Heartbeat<");
    expect((await ministack.log()).match(/no metric math/g)).toHaveLength(1);
  });

  test("what MiniStack only records is said once", async () => {
    const log = await ministack.log();
    expect(log.match(/AWS::SSM::Document is recorded only/g)).toHaveLength(1);
    expect(log.match(/AWS::Logs::QueryDefinition is recorded only/g)).toHaveLength(1);
  });

  test("an update publishes a version, moves the alias to it, and keeps the version before", async () => {
    await stack("UpdateStack", { TemplateBody: JSON.stringify(template("second", 20)) });
    const xml = await settled();
    expect(xml).toContain("<StackStatus>UPDATE_COMPLETE<");
    const { Alias: alias = "" } = outputs(xml);
    expect(await routed(alias)).toMatch(/:machine:2$/);
    const versions = await call.json<{ stateMachineVersions: unknown[] }>(
      "states",
      "AWSStepFunctions.ListStateMachineVersions",
      { stateMachineArn: alias.replace(/:live$/, "") },
    );
    expect(versions.stateMachineVersions).toHaveLength(2);
    expect(JSON.stringify(await budget())).toContain("20");
  });

  test("a removed stack takes them with it", async () => {
    await stack("DeleteStack");
    await expect.poll(() => stack("DescribeStacks").catch(() => "gone"), { timeout: 10_000 }).toBe("gone");
    await expect(budget()).rejects.toThrow(/doesn't exist/);
  });
});

describe.skipIf(!haveMiniStack)("starting and stopping MiniStack", () => {
  const directories = async (): Promise<string[]> =>
    (await readdir(tmpdir())).filter((name) => name.startsWith("gradus-ministack-"));

  test("two run side by side, and nothing of them is left when they are stopped", async () => {
    const before = await directories();
    const both = await Promise.all([startMiniStack(), startMiniStack({ region: "us-east-1" })]);
    expect(new Set(both.map(({ endpoint }) => endpoint)).size).toBe(2);
    await Promise.all(both.map((one) => one.stop()));
    expect(await directories()).toEqual(before);
    for (const { endpoint } of both) await expect(fetch(endpoint)).rejects.toThrow();
  });

  test("a Python that is not there is said", async () => {
    const before = await directories();
    await expect(startMiniStack({ python: "/nonexistent/python" })).rejects.toThrow(/ENOENT/);
    expect(await directories()).toEqual(before);
  });
});
