import { pointed, text } from "../templates/resolve.ts";
import { all, at, listOf, nameOf, unless } from "../templates/template.ts";
import type { Rule } from "./rule.ts";

const routes: Rule = {
  id: "35",
  title: "no unauthenticated route, no function URL, nobody but the API and our rules may call a function",
  check: (templates) => [
    ...all(templates, "AWS::ApiGatewayV2::Route").flatMap((route) => {
      const authorizer = pointed(templates, route.stack, route.props["AuthorizerId"]);
      const kind = { JWT: "JWT", CUSTOM: "REQUEST" }[String(route.props["AuthorizationType"])];
      return unless(
        kind !== undefined && authorizer?.props["AuthorizerType"] === kind,
        route,
        `${String(route.props["RouteKey"])} is open`,
      );
    }),
    ...all(templates, "AWS::ApiGatewayV2::Authorizer").flatMap((authorizer) => {
      const jwt = authorizer.props["JwtConfiguration"];
      return authorizer.props["AuthorizerType"] === "JWT"
        ? unless(
            listOf(at(jwt, "Audience")).length > 0 && at(jwt, "Issuer") !== undefined,
            authorizer,
            "takes tokens of anybody",
          )
        : unless(
            authorizer.props["AuthorizerResultTtlInSeconds"] === 0,
            authorizer,
            "an answer about one link is kept for the next",
          );
    }),
    ...["AWS::Lambda::Url", "AWS::ApiGateway::RestApi", "AWS::AppSync::GraphQLApi"].flatMap((type) =>
      all(templates, type).map((found) => `${nameOf(found)}: is a door of its own (${type})`),
    ),
    ...all(templates, "AWS::Lambda::Permission").flatMap((permission) => {
      const { Principal: who, SourceArn: from } = permission.props;
      const source = text(templates, permission.stack, from ?? "");
      const known = ["apigateway.amazonaws.com", "events.amazonaws.com"].includes(String(who));
      return unless(known && source !== "", permission, `lets ${String(who)} call, from anywhere`);
    }),
    ...all(templates, "AWS::Cognito::UserPool").flatMap((pool) => [
      ...unless(
        at(pool.props, "AdminCreateUserConfig", "AllowAdminCreateUserOnly") === true,
        pool,
        "anybody may sign up",
      ),
      ...unless(
        listOf(
          at(pool.props, "UserAttributeUpdateSettings", "AttributesRequireVerificationBeforeUpdate"),
        ).includes("email"),
        pool,
        "takes another address before it is verified",
      ),
    ]),
    ...all(templates, "AWS::Cognito::UserPoolClient").flatMap((client) => {
      const writable = listOf(client.props["WriteAttributes"]);
      const own = writable.length > 0 && !writable.includes("email");
      return unless(own, client, "lets people change the address by which they are known");
    }),
  ],
};

/** What a line of the access log must say for a request to be found again. */
const LOGGED = ["$context.requestId", "$context.status", "$context.routeKey", "$context.identity.sourceIp"];

const traffic: Rule = {
  id: "36",
  title: "throttling, structured access logs, CORS never *",
  check: (templates) => [
    ...all(templates, "AWS::ApiGatewayV2::Stage").flatMap((stage) => {
      const limits = stage.props["DefaultRouteSettings"];
      const format = String(at(stage.props, "AccessLogSettings", "Format"));
      const group = pointed(templates, stage.stack, at(stage.props, "AccessLogSettings", "DestinationArn"));
      return [
        ...unless(
          Number(at(limits, "ThrottlingRateLimit")) > 0 && Number(at(limits, "ThrottlingBurstLimit")) > 0,
          stage,
          "lets in as many as come",
        ),
        ...all(templates, "AWS::ApiGatewayV2::Route").flatMap((route) => {
          const own = at(stage.props, "RouteSettings", String(route.props["RouteKey"]));
          const limited =
            Number(at(own, "ThrottlingRateLimit")) > 0 && Number(at(own, "ThrottlingBurstLimit")) > 0;
          const isLink = route.props["AuthorizationType"] === "CUSTOM";
          return unless(!isLink || limited, route, "is kept from people by whoever asks the API too much");
        }),
        ...unless(group?.type === "AWS::Logs::LogGroup", stage, "has no access log"),
        ...unless(
          isJson(format) && LOGGED.every((l) => format.includes(l)),
          stage,
          "its access log has no structure",
        ),
      ];
    }),
    ...all(templates, "AWS::ApiGatewayV2::Api").flatMap((api) => {
      const origins = listOf(at(api.props, "CorsConfiguration", "AllowOrigins"));
      return unless(!origins.some((o) => String(o).includes("*")), api, "lets every origin in (CORS *)");
    }),
    ...all(templates, "AWS::ApiGatewayV2::Api").flatMap((api) => {
      const stages = all(templates, "AWS::ApiGatewayV2::Stage");
      const own = stages.some(
        (s) => text(templates, s.stack, s.props["ApiId"]) === text(templates, api.stack, { Ref: api.id }),
      );
      return unless(own, api, "has no stage of ours");
    }),
  ],
};

function isJson(value: string): boolean {
  try {
    return typeof JSON.parse(value) === "object";
  } catch {
    return false;
  }
}

export const door: Rule[] = [routes, traffic];
