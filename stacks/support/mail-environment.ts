import type { Config } from "../config/schema.ts";

/** What a function is told of who is mailed, and from where. */
export const mailEnvironment = ({ alerts }: Config): Record<string, string> => ({
  GRADUS_MAIL_FROM: alerts.from,
  GRADUS_MAIL_TO: JSON.stringify(alerts.to),
});
