import type { Crypto } from "@gradus/core";
import * as z from "zod";
import { sameText } from "../http/same-text.ts";
import type { LinkClaims, Links } from "../ports.ts";

const DAY_MS = 24 * 3_600_000;
const ANSWER_MS = 7 * DAY_MS;
/** Somebody may stop mail by any message of theirs that they still have. */
const UNSUBSCRIBE_MS = 400 * DAY_MS;
const MAX_TOKEN = 2_000;

const claimsSchema = z.tuple([
  z.enum(["resolve", "approve", "reject", "unsubscribe"]),
  /** Escalation ("" where it is about none), recipient. */
  z.string(),
  z.string(),
  /** Expires at, epoch ms. */
  z.number(),
  /** Nonce: two links are never the same. */
  z.string(),
]);

/**
 * Links that act for one person, without logging in: HMAC-SHA-256 over the claims as they are written in the address, so
 * that no two texts mean the same. Those about an escalation hold seven days, or as long as the request they belong to.
 */
export function createLinks(options: {
  crypto: Pick<Crypto, "hmac" | "randomId">;
  key: string;
  baseUrl: () => string;
  now: () => number;
}): Links {
  const { crypto, key, now } = options;
  const mac = (text: string): string => crypto.hmac(key, `gradus.link/1|${text}`);
  const write = (
    purpose: LinkClaims["purpose"],
    escalation: string,
    recipient: string,
    until: number,
  ): string => {
    const claims = JSON.stringify([purpose, escalation, recipient, until, crypto.randomId()]);
    const text = Buffer.from(claims, "utf8").toString("base64url");
    return `${options.baseUrl()}/l/${text}.${mac(text)}`;
  };
  return {
    sign: (purpose, { escalation, recipient, expiresAt }) =>
      write(purpose, escalation, recipient, expiresAt ?? now() + ANSWER_MS),
    unsubscribe: (recipient) => write("unsubscribe", "", recipient, now() + UNSUBSCRIBE_MS),
    read(token) {
      const [text = "", given = "", ...more] = token.length > MAX_TOKEN ? [] : token.split(".");
      const genuine = sameText(given, mac(text));
      if (!genuine || more.length > 0) return { ok: false, why: "invalid" };
      const parsed = claimsSchema.safeParse(parse(text));
      if (!parsed.success) return { ok: false, why: "invalid" };
      const [purpose, escalation, recipient, expiresAt] = parsed.data;
      const claims = purpose === "unsubscribe" ? { purpose, recipient } : { purpose, escalation, recipient };
      return now() > expiresAt ? { ok: false, why: "expired", ...claims } : { ok: true, ...claims };
    },
  };
}

function parse(text: string): unknown {
  try {
    return JSON.parse(Buffer.from(text, "base64url").toString("utf8"));
  } catch {
    return undefined;
  }
}
