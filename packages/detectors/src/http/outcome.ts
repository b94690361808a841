import type { FactOf } from "@gradus/core";
import { messageOf } from "@gradus/core";
import { Blocked } from "./dial.ts";

export type Outcome = FactOf<"check">["outcome"];

const UNREACHABLE = new Set([
  "EHOSTUNREACH",
  "ENETUNREACH",
  "ENETDOWN",
  "EHOSTDOWN",
  "EADDRNOTAVAIL",
  "ENOTFOUND",
  "EAI_AGAIN",
  "EAI_FAIL",
  "ETIMEDOUT",
  "EACCES",
  "EPERM",
]);
const TLS = /CERT|SELF_SIGNED|UNABLE_TO_|^ERR_TLS|^ERR_SSL|^EPROTO$|HOSTNAME_MISMATCH/;

const codeOf = (error: unknown): string => {
  if (typeof error !== "object" || error === null) return "";
  if ("code" in error && typeof error.code === "string") return error.code;
  return "";
};

/** What did not come of it. */
export interface Failure {
  outcome: Outcome;
  detail: string;
  /** It is Gradus that could not ask: this says nothing about the other side. */
  blind?: true;
}

/** What a connection error says about the other side. */
export function classify(error: unknown): Failure {
  if (error instanceof Blocked) return { outcome: "error", detail: error.message, blind: true };
  // Several addresses were tried (localhost: ::1, then 127.0.0.1): the last one speaks for all.
  const inner: unknown = error instanceof AggregateError ? (error.errors.at(-1) ?? error) : error;
  const code = codeOf(inner) || codeOf(error);
  const detail = code ? `${code}: ${messageOf(inner)}` : messageOf(inner);
  if (code === "ECONNREFUSED") return { outcome: "refused", detail };
  if (UNREACHABLE.has(code)) return { outcome: "unreachable", detail };
  if (TLS.test(code)) return { outcome: "tls", detail };
  if (code.startsWith("HPE_")) return { outcome: "protocol", detail };
  return { outcome: "error", detail };
}
