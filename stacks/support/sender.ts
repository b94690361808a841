import type { Stack } from "aws-cdk-lib";
import { type ConfigurationSet, EmailIdentity, Identity } from "aws-cdk-lib/aws-ses";
import type { Config } from "../config/schema.ts";

/**
 * What SES verifies before it sends. Returns what people have to do for it, for the outputs of the stack: the DNS records of a
 * domain, or nothing.
 */
export function senderOf(
  stack: Stack,
  { from, identity }: Config["alerts"],
  configurationSet: ConfigurationSet,
): Record<string, string> {
  switch (identity) {
    case "domain": {
      const [, domain = ""] = from.split("@");
      const made = new EmailIdentity(stack, "Sender", {
        identity: Identity.domain(domain),
        configurationSet,
        dkimSigning: true,
      });
      return Object.fromEntries(
        made.dkimRecords.map(({ name, value }, n) => [`DnsRecord${n + 1}`, `${name} CNAME ${value}`]),
      );
    }
    case "address":
      // Signed only if its domain is, which SES knows by itself: asking for it is an error.
      new EmailIdentity(stack, "Sender", { identity: Identity.email(from), configurationSet });
      return {};
    case "existing":
      return {};
    default:
      return identity satisfies never;
  }
}
