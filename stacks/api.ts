import { CustomResource, Duration, RemovalPolicy } from "aws-cdk-lib";
import { HttpApi } from "aws-cdk-lib/aws-apigatewayv2";
import {
  AccountRecovery,
  ClientAttributes,
  FeaturePlan,
  Mfa,
  OAuthScope,
  UserPool,
} from "aws-cdk-lib/aws-cognito";
import { roles } from "@gradus/api/roles";
import { NagSuppressions } from "cdk-nag";
import { Api, type StackContext, use } from "sst/constructs";
import { Events } from "./events.ts";
import { buildSite } from "./support/build-site.ts";
import { openStage } from "./support/api-stage.ts";
import { gradusFunction } from "./support/function.ts";
import { mailEnvironment } from "./support/mail-environment.ts";
import { namesOf } from "./support/names.ts";
import { allow, policiesOf } from "./support/policy.ts";
import { settingsOf } from "./support/settings.ts";
import { linkKeyOf } from "./support/link-secret.ts";
import { signInOrigin, signInPrefix } from "./support/sign-in.ts";
import { surroundingsOf } from "./support/surroundings.ts";
import { Web } from "./web.ts";

/** Where signed links from mail lead. */
const LINKS = ["GET /l/{token}", "POST /l/{token}"] as const;

/** Who may come in, the API's routes, and the files of the page with where to sign in. */
export function ApiStack({ stack, app }: StackContext) {
  const { config, production, removalPolicy } = settingsOf(app);
  const names = namesOf(stack, app.stage);
  const policies = policiesOf(stack, names);
  const around = surroundingsOf(stack, app);
  const { failures } = use(Events);
  const { httpApi, accessLog, bucket, distribution, url } = use(Web);
  const linkKey = linkKeyOf(stack, names.prefix, removalPolicy);

  const pool = new UserPool(stack, "People", {
    userPoolName: names.prefix,
    featurePlan: FeaturePlan.ESSENTIALS,
    selfSignUpEnabled: false,
    signInAliases: { email: true },
    // An address is who did something, in the audit: another one counts when it is verified, and not before.
    keepOriginal: { email: true },
    accountRecovery: AccountRecovery.EMAIL_ONLY,
    mfa: Mfa.REQUIRED,
    mfaSecondFactor: { otp: true, sms: false },
    passwordPolicy: {
      minLength: 14,
      requireDigits: true,
      requireLowercase: true,
      requireUppercase: true,
      requireSymbols: true,
    },
    deletionProtection: production,
    // Also kept when its creation is undone: protected as it is it could not be deleted, and it has no name to be in the way.
    removalPolicy: production ? RemovalPolicy.RETAIN : RemovalPolicy.DESTROY,
  });
  NagSuppressions.addResourceSuppressions(pool, [
    {
      id: "AwsSolutions-COG3",
      reason:
        "It takes the Plus plan, by the head. Nobody signs up by himself, and a second factor is required",
    },
  ]);
  // What the API lets people do; who is in no group looks.
  for (const role of roles) pool.addGroup(role, { groupName: role });
  pool.addDomain("SignIn", { cognitoDomain: { domainPrefix: signInPrefix(stack, names.prefix) } });
  const client = pool.addClient("Page", {
    userPoolClientName: "page",
    authFlows: { userSrp: true },
    preventUserExistenceErrors: true,
    enableTokenRevocation: true,
    oAuth: {
      flows: { authorizationCodeGrant: true },
      scopes: [OAuthScope.OPENID, OAuthScope.EMAIL],
      callbackUrls: [`${url}/`],
      logoutUrls: [`${url}/`],
    },
    // Without a list people may write all of their attributes, the address too; an empty one is no list.
    writeAttributes: new ClientAttributes().withStandardAttributes({ locale: true }),
    accessTokenValidity: Duration.minutes(60),
    idTokenValidity: Duration.minutes(60),
    refreshTokenValidity: Duration.hours(12),
  });

  const served = gradusFunction(stack, around, {
    name: "api",
    handler: "functions/api.handler",
    description: "The API: tasks, escalations, answers, switches.",
    timeoutSeconds: 25,
    memoryMb: 512,
    atMost: 20,
    environment: { ...linkKey.environment, ...mailEnvironment(config), GRADUS_URL: url },
    may: [
      policies.readTable,
      policies.writeTable,
      policies.publishEvents,
      policies.answerWaits,
      policies.describeExecutions,
      linkKey.read,
    ],
  });
  const linkAuthorizer = gradusFunction(stack, around, {
    name: "link-authorizer",
    handler: "functions/link-authorizer.handler",
    description: "Lets a signed link from a mail through to the page behind it, and nothing else.",
    timeoutSeconds: 10,
    memoryMb: 256,
    environment: linkKey.environment,
    may: [linkKey.read],
  });
  const routes = new Api(stack, "Routes", {
    // By its id, so that routes and authorizers belong to this stack and not to the front door's.
    cdk: { httpApi: HttpApi.fromHttpApiAttributes(stack, "Door", { httpApiId: httpApi.apiId }) },
    authorizers: {
      people: { type: "user_pool", userPool: { id: pool.userPoolId, clientIds: [client.userPoolClientId] } },
      link: {
        type: "lambda",
        function: linkAuthorizer,
        responseTypes: ["simple"],
        // The token is in the path; nothing else says who it is, and no answer is kept.
        identitySource: [],
        resultsCacheTtl: "0 seconds",
      },
    },
    defaults: { authorizer: "people" },
    routes: {
      "ANY /api/{proxy+}": { function: served, authorizer: "people" },
      ...Object.fromEntries(LINKS.map((route) => [route, { function: served, authorizer: "link" as const }])),
    },
  });
  openStage(stack, { apiId: httpApi.apiId, accessLog, links: LINKS, after: routes });

  publish();
  stack.addOutputs({
    Url: url,
    ApiId: httpApi.apiId,
    UserPool: pool.userPoolId,
    Client: client.userPoolClientId,
  });
  return { linkKey };

  /** Puts the page's files into the bucket, and a config.json that says where people sign in. */
  function publish(): void {
    const site = buildSite(app.stage);
    const publisher = gradusFunction(stack, around, {
      name: "publish-site",
      handler: "functions/publish-site.handler",
      description:
        "Puts the page's files into their bucket when a version is deployed, and empties it when a stage is removed.",
      timeoutSeconds: 120,
      memoryMb: 512,
      may: [
        allow(["s3:PutObject", "s3:DeleteObject"], [bucket.arnForObjects("*")]),
        allow(["s3:ListBucket"], [bucket.bucketArn]),
        allow(
          ["cloudfront:CreateInvalidation"],
          [`arn:${stack.partition}:cloudfront::${stack.account}:distribution/${distribution.distributionId}`],
        ),
      ],
      // CloudFormation calls it as an event: what it could not even answer is kept.
      asynchronous: { failures, retries: 1, maxAgeSeconds: 600 },
      copy: [{ from: site.folder, to: "site" }],
      live: false,
    });
    const origin = signInOrigin(stack, names.prefix);
    new CustomResource(stack, "SiteFiles", {
      serviceToken: publisher.functionArn,
      resourceType: "Custom::GradusSite",
      serviceTimeout: Duration.minutes(5),
      properties: {
        Bucket: bucket.bucketName,
        Distribution: distribution.distributionId,
        Digest: site.digest,
        KeepOnDelete: String(production),
        Config: {
          stage: app.stage,
          region: stack.region,
          console: `https://${stack.region}.console.aws.amazon.com/states/home?region=${stack.region}#/statemachines/view/${names.machineArn}`,
          signIn: {
            issuer: `https://cognito-idp.${stack.region}.amazonaws.com/${pool.userPoolId}`,
            clientId: client.userPoolClientId,
            authorizeUrl: `${origin}/oauth2/authorize`,
            tokenUrl: `${origin}/oauth2/token`,
            logoutUrl: `${origin}/logout`,
            scopes: ["openid", "email"],
          },
        },
      },
    });
  }
}
