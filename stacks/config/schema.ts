import { autonomyLevelSchema, zoneSchema } from "@gradus/core";
import { createAddressGuard } from "@gradus/detectors";
import * as z from "zod";

const email = z.email("an e-mail address");
/** Times in mail are in UTC where no zone is named: the machines in AWS are nowhere. */
const recipient = z
  .union(
    [email, z.strictObject({ address: email, zone: zoneSchema.default("UTC") })],
    "an e-mail address, or { address: ada@example.com, zone: Europe/Berlin }",
  )
  .transform((given) => (typeof given === "string" ? { address: given, zone: "UTC" } : given));
const usd = z.number("an amount in US dollars").positive("an amount in US dollars above 0");
const model = z
  .string()
  .regex(
    /^(arn:aws[\w-]*:bedrock:[a-z0-9-]+:\d{0,12}:(foundation-model|inference-profile)\/[\w.:-]+|[a-z0-9-]+\.[\w.:-]+)$/,
    'a Bedrock model id such as "anthropic.claude-sonnet-4-5-20250929-v1:0", or the ARN of a model or an inference profile',
  );
const cidr = z.string().refine(isCidr, 'a network such as "10.0.0.0/8"');

/** What a deployment is told: gradus.config.yaml. Unknown keys are mistakes. */
export const configSchema = z.strictObject({
  /** AWS region of everything, e.g. eu-central-1. */
  region: z.string().regex(/^[a-z]{2}(-[a-z]+)+-\d$/, 'a region such as "eu-central-1"'),
  alerts: z.strictObject({
    /** Who is mailed, with the time zone of each, and is subscribed to the topic that needs no Gradus. */
    to: z.array(recipient).min(1, "at least one address"),
    /** The address mail comes from. */
    from: email,
    /**
     * What SES has to verify: the address' `domain` (by DNS records; its mail is signed), the `address` alone (by a mail to it;
     * signed only if its domain is), or nothing, because it is `existing` in this account already.
     */
    identity: z.enum(["domain", "address", "existing"]).default("domain"),
  }),
  /** File of targets, relative to the repository. */
  targets: z.string().min(1).default("targets.yaml"),
  /** Whether whatever is tagged gradus:managed is watched as well. */
  discovery: z.boolean().default(true),
  /** What a target may have done to it where nothing else is said: tagged resources without a level of their own. */
  autonomy: z
    .strictObject({
      reversible: autonomyLevelSchema.default("approve"),
      disruptive: autonomyLevelSchema.default("approve"),
      destructive: z.enum(["observe", "suggest", "approve"]).default("approve"),
    })
    .prefault({}),
  limits: z
    .strictObject({
      perTargetHour: z.number().int().positive().default(10),
      perFleetHour: z.number().int().positive().default(60),
    })
    .prefault({}),
  /** Watch and propose, act on nothing. */
  observeOnly: z.boolean().default(false),
  /** Targets that one schedule looks at. */
  shardSize: z.number().int().min(1).max(500).default(50),
  /** Bedrock models that experts may ask; none: no permission. */
  models: z.array(model).default([]),
  spend: z
    .strictObject({
      /** Everything that carries this stage's tags. */
      budgetUsdPerMonth: usd.default(50),
      modelsUsdPerDay: usd.default(5),
    })
    .prefault({}),
  /** A name of one's own for the page, with a certificate from ACM. Only then is TLS below 1.2 refused: see stacks/web.ts. */
  site: z
    .strictObject({
      domain: z
        .string()
        .regex(/^([a-z0-9]([a-z0-9-]*[a-z0-9])?\.)+[a-z]{2,}$/, 'a host name such as "gradus.example.com"'),
      certificate: z
        .string()
        .regex(/^arn:aws:acm:us-east-1:\d{12}:certificate\/[\w-]+$/, "the ARN of a certificate in us-east-1"),
    })
    .optional(),
  network: z
    .strictObject({
      /** Networks that health checks may reach although they are not public. */
      allow: z.array(cidr).default([]),
    })
    .prefault({}),
  /** Limits how many instances of probing and acting functions run at once. Those need 195 of the account's quota, of which AWS keeps 100: new accounts have 10 and must say false. */
  reservedConcurrency: z.boolean().default(true),
  logDays: z
    .union(
      [z.literal(7), z.literal(14), z.literal(30), z.literal(60), z.literal(90)],
      "7, 14, 30, 60 or 90 days",
    )
    .default(30),
});
export type Config = z.infer<typeof configSchema>;

/** By the guard that goes by it at run time: a network that it would refuse there is a mistake here. */
function isCidr(text: string): boolean {
  if (!/^([\d.]+|[\da-f:]+)\/\d{1,3}$/i.test(text)) return false;
  try {
    createAddressGuard({ allow: [text] });
    return true;
  } catch {
    return false;
  }
}
