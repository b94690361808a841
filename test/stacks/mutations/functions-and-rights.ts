import { allowing, allowMore, environmentOf, find, inside, type Mutation, statementsIn } from "./mutation.ts";

const LAMBDA = "AWS::Lambda::Function";
const SERVICES = "arn:aws:ecs:eu-central-1:123456789012:service/*/*";

export const functionsAndRights: Mutation[] = [
  {
    name: "a function runs on an old runtime",
    caughtBy: ["1"],
    break: (t) => (find(t, LAMBDA, "Triage").props["Runtime"] = "nodejs18.x"),
  },
  {
    name: "a verb may take longer than its state waits",
    caughtBy: ["2"],
    break: (t) => (find(t, LAMBDA, "QuickFix").props["Timeout"] = 30),
  },
  {
    name: "a function has the default memory",
    caughtBy: ["3"],
    break: (t) => delete find(t, LAMBDA, "Mail").props["MemorySize"],
  },
  {
    name: "a function runs on another architecture",
    caughtBy: ["4"],
    break: (t) => (find(t, LAMBDA, "Mail").props["Architectures"] = ["x86_64"]),
  },
  {
    name: "a function is not traced",
    caughtBy: ["5"],
    break: (t) => delete find(t, LAMBDA, "Mail").props["TracingConfig"],
  },
  {
    name: "logs are kept for a year",
    caughtBy: ["6"],
    break: (t) => (find(t, "AWS::Logs::LogGroup", "MailLog").props["RetentionInDays"] = 365),
  },
  {
    name: "two functions write to one log group",
    caughtBy: ["6"],
    break: (t) =>
      (inside(find(t, LAMBDA, "Undo").props, "LoggingConfig")["LogGroup"] = inside(
        find(t, LAMBDA, "Apply").props,
        "LoggingConfig",
      )["LogGroup"]),
  },
  {
    name: "what a function called as an event could not do is lost",
    caughtBy: ["7"],
    break: (t) => delete t.Alerts.Resources[find(t, "AWS::Lambda::EventInvokeConfig", "MailEvent").id],
  },
  {
    name: "any number of actions may run at once",
    caughtBy: ["8"],
    break: (t) => delete find(t, LAMBDA, "Apply").props["ReservedConcurrentExecutions"],
  },
  {
    name: "a secret is written into an environment value",
    caughtBy: ["9"],
    break: (t) => (environmentOf(t, "Mail")["GRADUS_LINK_SECRET"] = "h7Gq2Zt9Lw4Xc8Vb3Nm6Kp1Rd5Ys0Fa"),
  },
  {
    name: "a key is written into a variable with a harmless name",
    caughtBy: ["9"],
    break: (t) => (environmentOf(t, "Mail")["GRADUS_EXTRA"] = ["AKIA", "IOSFODNN7EXAMPLE"].join("")),
  },
  {
    name: "CloudFormation puts a secret into an environment value",
    caughtBy: ["9"],
    break: (t) =>
      (environmentOf(t, "Mail")["GRADUS_EXTRA"] =
        "{{resolve:secretsmanager:gradus-prod/link-key:SecretString}}"),
  },
  {
    name: "a wildcard action",
    caughtBy: ["10"],
    break: (t) =>
      (allowing(t, "Triage", "dynamodb:GetItem")["Action"] = ["dynamodb:GetItem", "dynamodb:Get*"]),
  },
  {
    name: "a policy of AWS that nobody here sees into",
    caughtBy: ["10"],
    break: (t) =>
      (find(t, "AWS::IAM::Role", "Triage").props["ManagedPolicyArns"] = [
        "arn:aws:iam::aws:policy/ReadOnlyAccess",
      ]),
  },
  {
    name: "anybody may publish to the operators' topic",
    caughtBy: ["10"],
    break: (t) => {
      const policy = inside(find(t, "AWS::SNS::TopicPolicy").props, "PolicyDocument");
      (policy["Statement"] as unknown[]).push({
        Effect: "Allow",
        Action: "sns:Publish",
        Principal: "*",
        Resource: "*",
      });
    },
  },
  {
    name: "a wildcard resource",
    caughtBy: ["11"],
    break: (t) => (allowing(t, "Triage", "dynamodb:GetItem")["Resource"] = "*"),
  },
  {
    name: "everything of a service",
    caughtBy: ["11"],
    break: (t) =>
      (allowing(t, "Triage", "dynamodb:GetItem")["Resource"] =
        "arn:aws:dynamodb:eu-central-1:123456789012:*"),
  },
  {
    name: "every model may be asked",
    caughtBy: ["12"],
    break: (t) =>
      (allowing(t, "AskExpert", "bedrock:InvokeModel")["Resource"] =
        "arn:aws:bedrock:eu-central-1::foundation-model/*"),
  },
  {
    name: "a model may be asked in regions that no profile sends to",
    caughtBy: ["12"],
    break: (t) =>
      (allowing(t, "AskExpert", "bedrock:InvokeModel")["Resource"] =
        "arn:aws:bedrock:*::foundation-model/amazon.nova-lite-v1:0"),
  },
  {
    name: "the acting role acts on what has no tag",
    caughtBy: ["13"],
    break: (t) => delete allowing(t, "Apply", "ecs:UpdateService")["Condition"],
  },
  {
    name: "commands go to machines that have no tag",
    caughtBy: ["13"],
    break: (t) => {
      for (const s of statementsIn(t, "Undo")) if (s["Action"] === "ssm:SendCommand") delete s["Condition"];
    },
  },
  {
    name: "the acting role does not deny rights",
    caughtBy: ["13"],
    break: (t) => {
      for (const s of statementsIn(t, "Apply")) if (s["Action"] === "iam:*") s["Action"] = "iam:CreateUser";
    },
  },
  {
    name: "roles may be handed to anything",
    caughtBy: ["13"],
    break: (t) => delete allowing(t, "Apply", "iam:PassRole")["Condition"],
  },
  {
    name: "a detecting role may act",
    caughtBy: ["13"],
    break: (t) => allowMore(t, "DetectContainer", { Action: "ecs:UpdateService", Resource: SERVICES }),
  },
  {
    name: "a detecting role may send the document that acts",
    caughtBy: ["13"],
    break: (t) => {
      const send = statementsIn(t, "DetectService").find(
        (s) => s["Action"] === "ssm:SendCommand" && !s["Condition"],
      );
      if (send) send["Resource"] = "arn:aws:ssm:eu-central-1:123456789012:document/gradus-prod-act";
    },
  },
  {
    name: "a detecting role may delete what it does not own",
    caughtBy: ["13"],
    break: (t) =>
      allowMore(t, "DetectHttp", { Action: "s3:DeleteObject", Resource: "arn:aws:s3:::somebody-elses/*" }),
  },
  {
    name: "two functions share a role",
    caughtBy: ["13"],
    break: (t) =>
      (find(t, LAMBDA, "DetectHttp").props["Role"] = find(t, LAMBDA, "DetectMetric").props["Role"]),
  },
  {
    name: "a function is not told of its table",
    caughtBy: ["settings"],
    break: (t) => delete environmentOf(t, "Triage")["GRADUS_TABLE"],
  },
  {
    name: "limits are not what their schema asks for",
    caughtBy: ["settings"],
    break: (t) => (environmentOf(t, "Apply")["GRADUS_LIMITS"] = "10 an hour"),
  },
  {
    name: "a function is told of one that does not exist",
    caughtBy: ["names"],
    break: (t) => (environmentOf(t, "Triage")["GRADUS_PROBE"] = "gradus-prod-prober"),
  },
];
