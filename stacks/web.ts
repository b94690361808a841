import { HttpApi } from "aws-cdk-lib/aws-apigatewayv2";
import {
  AllowedMethods,
  type BehaviorOptions,
  CachePolicy,
  Distribution,
  FunctionEventType,
  HttpVersion,
  OriginRequestPolicy,
  PriceClass,
  SecurityPolicyProtocol,
  ViewerProtocolPolicy,
} from "aws-cdk-lib/aws-cloudfront";
import { HttpOrigin, S3BucketOrigin } from "aws-cdk-lib/aws-cloudfront-origins";
import { LogGroup } from "aws-cdk-lib/aws-logs";
import { Certificate } from "aws-cdk-lib/aws-certificatemanager";
import { BlockPublicAccess, Bucket, BucketEncryption, ObjectOwnership } from "aws-cdk-lib/aws-s3";
import { NagSuppressions } from "cdk-nag";
import type { StackContext } from "sst/constructs";
import { apiHeaders, pageAddresses, siteHeaders } from "./support/headers.ts";
import { namesOf } from "./support/names.ts";
import { settingsOf } from "./support/settings.ts";
import { signInOrigin } from "./support/sign-in.ts";

/**
 * The front door: one name for page and API (so there is nothing to share across origins), the bucket of static files behind
 * it, and the HTTP API that the routes of stacks/api.ts hang on, which opens it with its stage.
 */
export function Web({ stack, app }: StackContext) {
  const { config, removalPolicy, logDays } = settingsOf(app);
  const names = namesOf(stack, app.stage);

  const httpApi = new HttpApi(stack, "HttpApi", {
    apiName: names.prefix,
    description: "The API of Gradus; every route has an authorizer",
    createDefaultStage: false,
  });
  const accessLog = new LogGroup(stack, "AccessLog", {
    logGroupName: `/aws/vendedlogs/apis/${names.prefix}`,
    retention: logDays,
    removalPolicy,
  });
  const bucket = new Bucket(stack, "Files", {
    blockPublicAccess: BlockPublicAccess.BLOCK_ALL,
    objectOwnership: ObjectOwnership.BUCKET_OWNER_ENFORCED,
    encryption: BucketEncryption.S3_MANAGED,
    enforceSSL: true,
    minimumTLSVersion: 1.2,
    removalPolicy,
  });
  const api: BehaviorOptions = {
    origin: new HttpOrigin(`${httpApi.apiId}.execute-api.${stack.region}.${stack.urlSuffix}`),
    allowedMethods: AllowedMethods.ALLOW_ALL,
    cachePolicy: CachePolicy.CACHING_DISABLED,
    originRequestPolicy: OriginRequestPolicy.ALL_VIEWER_EXCEPT_HOST_HEADER,
    viewerProtocolPolicy: ViewerProtocolPolicy.HTTPS_ONLY,
    responseHeadersPolicy: apiHeaders(stack, names.prefix),
  };
  const distribution = new Distribution(stack, "Site", {
    comment: `Gradus ${app.stage}`,
    ...(config.site
      ? {
          domainNames: [config.site.domain],
          certificate: Certificate.fromCertificateArn(stack, "Certificate", config.site.certificate),
        }
      : {}),
    defaultRootObject: "index.html",
    minimumProtocolVersion: SecurityPolicyProtocol.TLS_V1_2_2021,
    httpVersion: HttpVersion.HTTP2_AND_3,
    priceClass: PriceClass.PRICE_CLASS_100,
    defaultBehavior: {
      origin: S3BucketOrigin.withOriginAccessControl(bucket),
      viewerProtocolPolicy: ViewerProtocolPolicy.REDIRECT_TO_HTTPS,
      cachePolicy: CachePolicy.CACHING_OPTIMIZED,
      functionAssociations: [
        { eventType: FunctionEventType.VIEWER_REQUEST, function: pageAddresses(stack, names.prefix) },
      ],
      responseHeadersPolicy: siteHeaders(stack, names.prefix, signInOrigin(stack, names.prefix)),
    },
    additionalBehaviors: { "/api/*": api, "/l/*": api },
  });
  explain(bucket, distribution, config.site !== undefined);
  const url = `https://${config.site?.domain ?? distribution.distributionDomainName}`;
  stack.addOutputs({ Url: url, Bucket: bucket.bucketName });
  return { httpApi, accessLog, bucket, distribution, url };
}

/** What cdk-nag would have otherwise, and why it is as it is. */
function explain(bucket: Bucket, distribution: Distribution, ownName: boolean): void {
  NagSuppressions.addResourceSuppressions(bucket, [
    {
      id: "AwsSolutions-S1",
      reason:
        "It holds the page's files, the same for everybody; only CloudFront reads them, and one function writes them",
    },
  ]);
  NagSuppressions.addResourceSuppressions(distribution, [
    { id: "AwsSolutions-CFR1", reason: "People on call answer from wherever they are" },
    {
      id: "AwsSolutions-CFR2",
      reason:
        "Every route behind it has an authorizer and is throttled; a firewall costs more than all of an idle stage",
    },
    {
      id: "AwsSolutions-CFR3",
      reason:
        "Whatever reaches data goes through the HTTP API, whose access log is kept; the rest is the page's files",
    },
    ...(ownName
      ? []
      : [
          {
            id: "AwsSolutions-CFR4",
            reason:
              "Under CloudFront's own name AWS decides what TLS it takes; the setting `site` gives it a name of its own",
          },
        ]),
  ]);
}
