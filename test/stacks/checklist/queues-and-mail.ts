import { pointed, text } from "../templates/resolve.ts";
import { resourcePolicies, statementsOf } from "../templates/statements.ts";
import {
  all,
  at,
  type Found,
  isRecord,
  listOf,
  nameOf,
  type Templates,
  unless,
} from "../templates/template.ts";
import type { Rule } from "./rule.ts";

const FOURTEEN_DAYS = 14 * 86_400;

const queues: Rule = {
  id: "30",
  title: "every queue is a dead-letter queue or has one; 14 days; TLS only; encrypted",
  check(templates) {
    const dead = new Set(all(templates).flatMap((found) => deadLettersOf(templates, found)));
    return all(templates, "AWS::SQS::Queue").flatMap((queue) => {
      const arn = text(templates, queue.stack, { "Fn::GetAtt": [queue.id, "Arn"] });
      return [
        ...unless(
          dead.has(nameOf(queue)) || queue.props["RedrivePolicy"] !== undefined,
          queue,
          "neither is nor has a dead-letter queue",
        ),
        ...unless(
          queue.props["MessageRetentionPeriod"] === FOURTEEN_DAYS,
          queue,
          "does not keep messages for 14 days",
        ),
        ...unless(deniesPlainHttp(templates, [arn]), queue, "may be used without TLS"),
        ...unless(
          queue.props["SqsManagedSseEnabled"] === true || queue.props["KmsMasterKeyId"] !== undefined,
          queue,
          "is not encrypted",
        ),
      ];
    });
  },
};

/** The queues that something names as the place for what it could not do, however deep it says so. */
function deadLettersOf(templates: Templates, found: Found): string[] {
  const search = (value: unknown): string[] => {
    if (Array.isArray(value)) return value.flatMap(search);
    if (!isRecord(value)) return [];
    return Object.entries(value).flatMap(([key, inner]) => {
      const named = ["DeadLetterConfig", "OnFailure", "RedrivePolicy"].includes(key) && isRecord(inner);
      const arns = named ? [inner["Arn"], inner["Destination"], inner["deadLetterTargetArn"]] : [];
      const queues = arns.flatMap((arn) => pointed(templates, found.stack, arn) ?? []);
      return [...queues.map(nameOf), ...search(inner)];
    });
  };
  return search(found.props);
}

/** A statement that denies everything to whoever comes without TLS, for all of the resources. */
export function deniesPlainHttp(templates: Templates, resources: string[]): boolean {
  return resourcePolicies(templates).some(
    (s) =>
      s.effect === "Deny" &&
      s.principals.includes("*") &&
      s.condition["Bool"]?.["aws:SecureTransport"] === "false" &&
      resources.every((r) => s.resources.includes(r)),
  );
}

const mail: Rule = {
  id: "31",
  title:
    "SES: suppression, TLS required, an event destination for what does not arrive, DKIM, used by the sender",
  check(templates) {
    const sets = all(templates, "AWS::SES::ConfigurationSet");
    const destinations = all(templates, "AWS::SES::ConfigurationSetEventDestination");
    const identities = all(templates, "AWS::SES::EmailIdentity");
    const senders = all(templates, "AWS::Lambda::Function").filter((fn) =>
      statementsOf(templates, fn).some((s) => s.actions.includes("ses:SendRawEmail")),
    );
    const names = sets.map((set) => String(set.props["Name"]));
    return [
      ...(sets.length === 0 || identities.length === 0
        ? ["Alerts: there is no configuration set, or no identity"]
        : []),
      ...sets.flatMap((set) => {
        const told = destinations
          .filter((d) => text(templates, d.stack, d.props["ConfigurationSetName"]) === set.props["Name"])
          .filter((d) => at(d.props, "EventDestination", "Enabled") === true)
          // A number is not a task.
          .filter((d) => at(d.props, "EventDestination", "EventBridgeDestination") !== undefined)
          .flatMap((d) => listOf(at(d.props, "EventDestination", "MatchingEventTypes")).map(String));
        const suppressed = listOf(at(set.props, "SuppressionOptions", "SuppressedReasons"));
        return [
          ...["BOUNCE", "COMPLAINT"].flatMap((reason) =>
            unless(suppressed.includes(reason), set, `goes on mailing after a ${reason}`),
          ),
          ...unless(at(set.props, "DeliveryOptions", "TlsPolicy") === "REQUIRE", set, "sends without TLS"),
          ...["bounce", "complaint", "reject"].flatMap((event) =>
            unless(told.includes(event), set, `tells nobody of a ${event}`),
          ),
        ];
      }),
      ...identities.flatMap((identity) => [
        // SES refuses to be asked for it where only an address is verified.
        ...unless(
          (at(identity.props, "DkimAttributes", "SigningEnabled") === true) !==
            String(identity.props["EmailIdentity"]).includes("@"),
          identity,
          "does not sign, or asks for a signature that it cannot have",
        ),
        ...unless(
          names.includes(
            text(
              templates,
              identity.stack,
              at(identity.props, "ConfigurationSetAttributes", "ConfigurationSetName"),
            ),
          ),
          identity,
          "has no configuration set",
        ),
      ]),
      ...senders.flatMap((fn) =>
        unless(
          names.includes(text(templates, fn.stack, told(fn, "GRADUS_CONFIGURATION_SET"))),
          fn,
          "sends without the configuration set",
        ),
      ),
    ];
  },
};

const told = (fn: Found, name: string): unknown => at(fn.props, "Environment", "Variables", name);

export const queuesAndMail: Rule[] = [queues, mail];
