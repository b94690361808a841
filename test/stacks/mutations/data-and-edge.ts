import { at, listOf } from "../templates/template.ts";
import { find, inside, type Mutation } from "./mutation.ts";

const TABLE = "AWS::DynamoDB::Table";
const HEADERS = "AWS::CloudFront::ResponseHeadersPolicy";

export const dataAndEdge: Mutation[] = [
  {
    name: "an index may take any throughput",
    caughtBy: ["26"],
    break: (t) => {
      const [index] = listOf(find(t, TABLE).props["GlobalSecondaryIndexes"]);
      delete inside({ index }, "index")["OnDemandThroughput"];
    },
  },
  {
    name: "point-in-time recovery is off",
    caughtBy: ["27"],
    break: (t) => delete find(t, TABLE).props["PointInTimeRecoverySpecification"],
  },
  {
    name: "the table goes with the stack",
    caughtBy: ["28"],
    break: (t) => (find(t, TABLE).resource.DeletionPolicy = "Delete"),
  },
  {
    name: "the table may be deleted by a slip",
    caughtBy: ["28"],
    break: (t) => delete find(t, TABLE).props["DeletionProtectionEnabled"],
  },
  {
    name: "nothing expires",
    caughtBy: ["29"],
    break: (t) => delete find(t, TABLE).props["TimeToLiveSpecification"],
  },
  {
    name: "failures are kept for four days",
    caughtBy: ["30"],
    break: (t) => delete find(t, "AWS::SQS::Queue").props["MessageRetentionPeriod"],
  },
  {
    name: "mail goes out without TLS",
    caughtBy: ["31"],
    break: (t) =>
      (inside(find(t, "AWS::SES::ConfigurationSet").props, "DeliveryOptions")["TlsPolicy"] = "OPTIONAL"),
  },
  {
    name: "nobody hears of bounces",
    caughtBy: ["31"],
    break: (t) => {
      const { props } = find(t, "AWS::SES::ConfigurationSetEventDestination");
      inside(props, "EventDestination")["MatchingEventTypes"] = ["complaint", "reject"];
    },
  },
  {
    name: "the bucket may become public",
    caughtBy: ["33"],
    break: (t) =>
      (inside(find(t, "AWS::S3::Bucket").props, "PublicAccessBlockConfiguration")["BlockPublicPolicy"] =
        false),
  },
  {
    name: "the bucket is read without TLS",
    caughtBy: ["33"],
    break: (t) => {
      const policy = inside(find(t, "AWS::S3::BucketPolicy").props, "PolicyDocument");
      policy["Statement"] = listOf(policy["Statement"]).slice(1);
    },
  },
  {
    name: "the page may run inline scripts",
    caughtBy: ["34"],
    break: (t) => {
      const config = inside(
        find(t, HEADERS, "Site").props,
        "ResponseHeadersPolicyConfig",
        "SecurityHeadersConfig",
      );
      const csp = inside(config, "ContentSecurityPolicy");
      csp["ContentSecurityPolicy"] = String(csp["ContentSecurityPolicy"]).replace(
        "script-src 'self'",
        "script-src 'self' 'unsafe-inline'",
      );
    },
  },
  {
    name: "the API's answers say no HSTS",
    caughtBy: ["34"],
    break: (t) => {
      const config = inside(
        find(t, HEADERS, "Api").props,
        "ResponseHeadersPolicyConfig",
        "SecurityHeadersConfig",
      );
      delete config["StrictTransportSecurity"];
    },
  },
  {
    name: "every origin may read what the page may",
    caughtBy: ["34"],
    break: (t) =>
      (inside(find(t, HEADERS, "Site").props, "ResponseHeadersPolicyConfig")["CorsConfig"] = {
        AccessControlAllowOrigins: { Items: ["*"] },
      }),
  },
  {
    name: "a route is open",
    caughtBy: ["35"],
    break: (t) => {
      const { props } = find(t, "AWS::ApiGatewayV2::Route", "RoutesRouteANY");
      props["AuthorizationType"] = "NONE";
      delete props["AuthorizerId"];
    },
  },
  {
    name: "a function has an address of its own",
    caughtBy: ["35"],
    break: (t) =>
      (t.ApiStack.Resources["Url"] = { Type: "AWS::Lambda::Url", Properties: { AuthType: "NONE" } }),
  },
  {
    name: "people may write the address by which they are known",
    caughtBy: ["35"],
    break: (t) => delete find(t, "AWS::Cognito::UserPoolClient").props["WriteAttributes"],
  },
  {
    name: "another address counts before it is verified",
    caughtBy: ["35"],
    break: (t) => delete find(t, "AWS::Cognito::UserPool").props["UserAttributeUpdateSettings"],
  },
  {
    name: "CORS lets every origin in",
    caughtBy: ["36"],
    break: (t) => (find(t, "AWS::ApiGatewayV2::Api").props["CorsConfiguration"] = { AllowOrigins: ["*"] }),
  },
  {
    name: "the API lets in as many as come",
    caughtBy: ["36"],
    break: (t) => delete find(t, "AWS::ApiGatewayV2::Stage").props["DefaultRouteSettings"],
  },
  {
    name: "signed links share the limit of the API",
    caughtBy: ["36"],
    break: (t) => delete find(t, "AWS::ApiGatewayV2::Stage").props["RouteSettings"],
  },
  {
    name: "silence is looked for in old numbers",
    caughtBy: ["37"],
    break: (t) => {
      const { props } = find(t, "AWS::CloudWatch::Alarm", "heartbeatmissing");
      for (const part of listOf(props["Metrics"]))
        if (at(part, "Expression")) (part as Record<string, unknown>)["Expression"] = "m1";
    },
  },
  {
    name: "the bounces of others are counted",
    caughtBy: ["37"],
    break: (t) => delete find(t, "AWS::CloudWatch::Alarm", "Bounces").props["Dimensions"],
  },
  {
    name: "an alarm tells nobody",
    caughtBy: ["37"],
    break: (t) => delete find(t, "AWS::CloudWatch::Alarm", "heartbeatmissing").props["AlarmActions"],
  },
  {
    name: "nobody watches failed executions",
    caughtBy: ["37"],
    break: (t) => delete t.Operations.Resources[find(t, "AWS::CloudWatch::Alarm", "executionsfailed").id],
  },
  {
    name: "nobody is subscribed to the operators' topic",
    caughtBy: ["37"],
    break: (t) => {
      for (const [id, { Type: type }] of Object.entries(t.Events.Resources))
        if (type === "AWS::SNS::Subscription") delete t.Events.Resources[id];
    },
  },
  {
    name: "the dashboard is gone",
    caughtBy: ["38"],
    break: (t) => delete t.Operations.Resources[find(t, "AWS::CloudWatch::Dashboard").id],
  },
  {
    name: "the budget tells nobody",
    caughtBy: ["40"],
    break: (t) => delete find(t, "AWS::Budgets::Budget").props["NotificationsWithSubscribers"],
  },
  {
    name: "something has no tags",
    caughtBy: ["40"],
    break: (t) => delete find(t, "AWS::Events::EventBus").props["Tags"],
  },
  {
    name: "a NAT gateway",
    caughtBy: ["40"],
    break: (t) =>
      (t.Web.Resources["Nat"] = {
        Type: "AWS::EC2::NatGateway",
        Properties: { Tags: ["app", "stage"].map((key) => ({ Key: `gradus:${key}`, Value: "prod" })) },
      }),
  },
];
