import { pointed, text } from "../templates/resolve.ts";
import {
  all,
  at,
  type Found,
  isRecord,
  listOf,
  type Templates,
  unless,
  word,
} from "../templates/template.ts";
import { deniesPlainHttp } from "./queues-and-mail.ts";
import type { Rule } from "./rule.ts";

const distributions = (templates: Templates): Found[] => all(templates, "AWS::CloudFront::Distribution");

const buckets: Rule = {
  id: "33",
  title: "S3 public access blocked, TLS only, read by CloudFront with origin access control alone",
  check(templates) {
    const blocked = ["BlockPublicAcls", "BlockPublicPolicy", "IgnorePublicAcls", "RestrictPublicBuckets"];
    return [
      ...all(templates, "AWS::S3::Bucket").flatMap((bucket) => {
        const block = bucket.props["PublicAccessBlockConfiguration"];
        const arn = text(templates, bucket.stack, { "Fn::GetAtt": [bucket.id, "Arn"] });
        return [
          ...blocked.flatMap((key) => unless(at(block, key) === true, bucket, `${key} is not on`)),
          ...unless(deniesPlainHttp(templates, [arn, `${arn}/*`]), bucket, "may be used without TLS"),
          ...unless(bucket.props["WebsiteConfiguration"] === undefined, bucket, "is a web site of its own"),
        ];
      }),
      ...distributions(templates).flatMap((distribution) =>
        listOf(at(distribution.props, "DistributionConfig", "Origins"))
          .filter((origin) => isRecord(at(origin, "S3OriginConfig")))
          .flatMap((origin) => {
            const control = pointed(templates, distribution.stack, at(origin, "OriginAccessControlId"));
            const signs = at(control?.props, "OriginAccessControlConfig", "SigningBehavior") === "always";
            return unless(signs, distribution, "reads its bucket without origin access control");
          }),
      ),
    ];
  },
};

/** Two years are usual; one is what browsers ask for to preload. */
const YEAR = 365 * 86_400;

const headers: Rule = {
  id: "34",
  title: "CSP without unsafe-*, frame-ancestors 'none', HSTS, nosniff; TLS 1.2 or newer",
  check: (templates) =>
    distributions(templates).flatMap((distribution) => {
      const config = distribution.props["DistributionConfig"];
      const page = at(config, "DefaultCacheBehavior");
      const behaviours = [page, ...listOf(at(config, "CacheBehaviors"))];
      const origins = listOf(at(config, "Origins")).filter((o) => isRecord(at(o, "CustomOriginConfig")));
      return [
        ...behaviours.flatMap((behaviour) => {
          const policy = pointed(templates, distribution.stack, at(behaviour, "ResponseHeadersPolicyId"));
          const path = word(at(behaviour, "PathPattern") ?? "the page");
          const viewer = at(behaviour, "ViewerProtocolPolicy");
          return [
            ...unless(
              viewer === "https-only" || viewer === "redirect-to-https",
              distribution,
              `${path} without TLS`,
            ),
            ...(policy
              ? securityHeaders(policy)
              : unless(false, distribution, `${path} has no response headers`)),
            ...(policy && behaviour === page ? contentPolicy(policy) : []),
          ];
        }),
        ...origins.flatMap((origin) => {
          const spoken = listOf(at(origin, "CustomOriginConfig", "OriginSSLProtocols"));
          const safe = at(origin, "CustomOriginConfig", "OriginProtocolPolicy") === "https-only";
          return unless(
            safe && spoken.join() === "TLSv1.2",
            distribution,
            "reaches an origin by less than TLS 1.2",
          );
        }),
        ...viewerTls(distribution),
      ];
    }),
};

/**
 * With a name of its own a distribution says which TLS it takes. Under CloudFront's name AWS decides, and nothing here can
 * change it: docs/adr/0013. (The API itself, under its own name, takes nothing below 1.2.)
 */
function viewerTls(distribution: Found): string[] {
  const config = distribution.props["DistributionConfig"];
  const version = String(at(config, "ViewerCertificate", "MinimumProtocolVersion"));
  const named = listOf(at(config, "Aliases")).length > 0;
  return unless(!named || /^TLSv1\.[23]/.test(version), distribution, `takes ${version}`);
}

function securityHeaders(policy: Found): string[] {
  const said = at(policy.props, "ResponseHeadersPolicyConfig", "SecurityHeadersConfig");
  const hsts = at(said, "StrictTransportSecurity");
  return [
    ...unless(
      Number(at(hsts, "AccessControlMaxAgeSec")) >= YEAR && at(hsts, "Override") === true,
      policy,
      "says no HSTS of a year",
    ),
    ...unless(at(said, "ContentTypeOptions", "Override") === true, policy, "does not say nosniff"),
    ...corsOf(policy),
  ];
}

function contentPolicy(policy: Found): string[] {
  const config = at(
    policy.props,
    "ResponseHeadersPolicyConfig",
    "SecurityHeadersConfig",
    "ContentSecurityPolicy",
  );
  const csp = word(at(config, "ContentSecurityPolicy"));
  const directives = new Map(
    csp.split(";").map((d) => {
      const [name = "", ...values] = d.trim().split(/\s+/);
      return [name, values.join(" ")] as const;
    }),
  );
  const loose = [...directives].filter(([, values]) =>
    /'unsafe-|(^|\s)(\*|https?:)(\s|$)|(^|\s)blob:/.test(values),
  );
  return [
    ...unless(at(config, "Override") === true, policy, "its CSP does not hold for every answer"),
    ...unless(directives.get("default-src") === "'none'", policy, "its CSP allows what it does not name"),
    ...unless(directives.get("frame-ancestors") === "'none'", policy, "lets others frame the page"),
    ...unless(directives.get("base-uri") === "'none'", policy, "lets the page's base be changed"),
    ...unless(loose.length === 0, policy, `its CSP is loose: ${loose.map((d) => d.join(" ")).join("; ")}`),
  ];
}

/** No answer may be read by every origin. */
function corsOf(policy: Found): string[] {
  const origins = at(
    policy.props,
    "ResponseHeadersPolicyConfig",
    "CorsConfig",
    "AccessControlAllowOrigins",
    "Items",
  );
  return unless(!listOf(origins).includes("*"), policy, "lets every origin read (CORS *)");
}

export const edge: Rule[] = [buckets, headers];
