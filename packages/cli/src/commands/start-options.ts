import { resolve } from "node:path";
import { GradusError } from "@gradus/core";
import { type Options, optionsSchema } from "@gradus/local";
import type { Env } from "../program.ts";

/** Where each option comes from, for who gets it wrong. */
const SOURCE: Record<string, string> = {
  dataDir: "--data",
  targetsFile: "--targets",
  host: "--host",
  port: "--port",
  publicUrl: "--public-url (GRADUS_PUBLIC_URL)",
  workers: "--workers",
  intervalMs: "--interval",
  smtpUrl: "GRADUS_SMTP_URL",
  mailFrom: "GRADUS_MAIL_FROM",
  mailTo: "GRADUS_MAIL_TO",
  token: "GRADUS_TOKEN",
};
const EXPECTED: Record<string, string> = {
  token: "at least 16 characters",
  smtpUrl: "an address such as smtp://user:password@host:587",
};

/** Flags and environment, checked. Throws GradusError "invalid_input" that names what is wrong; values are not shown, they may be secret. */
export function parseOptions(flags: Record<string, unknown>, env: Env): Options {
  const { data, targets, host, port, publicUrl, demo, observe = false, workers, interval } = flags;
  const mailTo = env["GRADUS_MAIL_TO"]?.split(",").flatMap(recipientOf);
  const given = {
    dataDir: resolve(String(data)),
    targetsFile: resolve(String(targets)),
    host,
    port,
    publicUrl: publicUrl ?? (env["GRADUS_PUBLIC_URL"] || undefined),
    demo,
    observe,
    workers,
    intervalMs: interval,
    smtpUrl: env["GRADUS_SMTP_URL"] || undefined,
    mailFrom: env["GRADUS_MAIL_FROM"] || undefined,
    mailTo: mailTo?.length === 0 ? undefined : mailTo,
    token: env["GRADUS_TOKEN"] || undefined,
  };
  const set = Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined));
  const parsed = optionsSchema.safeParse(set);
  if (parsed.success) return parsed.data;
  const problems = parsed.error.issues.map((issue) => {
    const name = String(issue.path[0] ?? "");
    return `${SOURCE[name] ?? name}: ${EXPECTED[name] ?? issue.message}`;
  });
  throw new GradusError("invalid_input", problems.join("\n"));
}

/** "ada@example.org", or "ada@example.org Europe/Berlin". */
function recipientOf(text: string): Array<{ address: string; zone?: string }> {
  const [address = "", ...zone] = text.trim().split(/\s+/);
  if (address === "") return [];
  return [zone.length > 0 ? { address, zone: zone.join(" ") } : { address }];
}
