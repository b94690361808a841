import type { Stack } from "aws-cdk-lib";
import { CfnStage } from "aws-cdk-lib/aws-apigatewayv2";
import type { LogGroup } from "aws-cdk-lib/aws-logs";
import type { IDependable } from "constructs";

/**
 * Requests a second, and at once. Thirty open pages ask some thirty times a second; what a month of nothing but refusals
 * costs at this rate is what the budget is for. A person's own limit is the function's (functions/runtime/rate.ts).
 */
const EVERYBODY = { throttlingRateLimit: 100, throttlingBurstLimit: 200 };
/** Signed links have a measure of their own: whatever is asked of the API, people on call can answer from their mail. */
const LINKS = { ThrottlingRateLimit: 10, ThrottlingBurstLimit: 30, DetailedMetricsEnabled: true };

/** Opens an HTTP API. It comes after its routes: a stage with limits for a route that is not there cannot be made. */
export function openStage(
  stack: Stack,
  of: { apiId: string; accessLog: LogGroup; links: readonly string[]; after: IDependable },
): void {
  const opened = new CfnStage(stack, "Stage", {
    apiId: of.apiId,
    stageName: "$default",
    autoDeploy: true,
    defaultRouteSettings: { ...EVERYBODY, detailedMetricsEnabled: true },
    routeSettings: Object.fromEntries(of.links.map((route) => [route, LINKS])),
    accessLogSettings: { destinationArn: of.accessLog.logGroupArn, format: JSON.stringify(ACCESS_LOG) },
  });
  opened.node.addDependency(of.after);
}

const ACCESS_LOG = {
  requestId: "$context.requestId",
  at: "$context.requestTime",
  ip: "$context.identity.sourceIp",
  method: "$context.httpMethod",
  route: "$context.routeKey",
  status: "$context.status",
  bytes: "$context.responseLength",
  ms: "$context.responseLatency",
  who: "$context.authorizer.claims.sub",
  error: "$context.error.message",
  authorizerError: "$context.authorizer.error",
  integrationError: "$context.integrationErrorMessage",
};
