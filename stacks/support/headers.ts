import { Duration, type Stack } from "aws-cdk-lib";
import {
  Function as EdgeFunction,
  FunctionCode,
  FunctionRuntime,
  HeadersFrameOption,
  HeadersReferrerPolicy,
  ResponseHeadersPolicy,
} from "aws-cdk-lib/aws-cloudfront";
import { contentPolicy } from "@gradus/api/policy";

const HSTS = { accessControlMaxAge: Duration.days(365), includeSubdomains: true, override: true };

/** What the API does not say itself. */
export const apiHeaders = (stack: Stack, prefix: string): ResponseHeadersPolicy =>
  new ResponseHeadersPolicy(stack, "ApiHeaders", {
    responseHeadersPolicyName: `${prefix}-api`,
    comment: "What the API does not say itself",
    securityHeadersBehavior: { strictTransportSecurity: HSTS, contentTypeOptions: { override: true } },
  });

/** The policy that the API gives its own pages; these talk to where people sign in too. */
export const siteHeaders = (stack: Stack, prefix: string, signIn: string): ResponseHeadersPolicy =>
  new ResponseHeadersPolicy(stack, "SiteHeaders", {
    responseHeadersPolicyName: `${prefix}-site`,
    comment: "Everything a page may load is ours; nothing is inline; nobody frames it",
    securityHeadersBehavior: {
      contentSecurityPolicy: { override: true, contentSecurityPolicy: contentPolicy(signIn) },
      strictTransportSecurity: HSTS,
      contentTypeOptions: { override: true },
      frameOptions: { frameOption: HeadersFrameOption.DENY, override: true },
      referrerPolicy: { referrerPolicy: HeadersReferrerPolicy.NO_REFERRER, override: true },
    },
    customHeadersBehavior: {
      customHeaders: [
        { header: "cross-origin-opener-policy", value: "same-origin", override: true },
        { header: "permissions-policy", value: "camera=(), geolocation=(), microphone=()", override: true },
      ],
    },
  });

/** /tasks/… and /escalations/… are shown by index.html; what has a dot in its last part is a file. API and links are not asked. */
export const pageAddresses = (stack: Stack, prefix: string): EdgeFunction =>
  new EdgeFunction(stack, "Addresses", {
    functionName: `${prefix}-addresses`,
    comment: "A page's own address is no file: the one page that there is knows what to show",
    runtime: FunctionRuntime.JS_2_0,
    code: FunctionCode.fromInline(`function handler(event) {
  var request = event.request;
  if (request.uri.split("/").pop().indexOf(".") < 0) request.uri = "/index.html";
  return request;
}`),
  });
