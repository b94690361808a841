import type { SignInConfig } from "../config.ts";

export interface Claims {
  email?: string;
  /** Epoch seconds. */
  exp: number;
}

/**
 * What an id token says. Its signature is not checked here: it comes straight from the token endpoint over TLS (OpenID Connect
 * Core 3.1.3.7, 6), and the gateway checks it on each request. Throws an Error if it is not for this page and this sign-in.
 */
export function claimsOf(
  token: string,
  expected: Pick<SignInConfig, "issuer" | "clientId"> & { nonce?: string },
): Claims {
  const claims = decode(token);
  const { iss, aud, exp, nonce, email } = claims;
  if (iss !== expected.issuer) throw new Error("the token is from another issuer");
  if (!(Array.isArray(aud) ? aud : [aud]).includes(expected.clientId))
    throw new Error("the token is for another application");
  if (typeof exp !== "number") throw new Error("the token has no end");
  if (expected.nonce !== undefined && nonce !== expected.nonce)
    throw new Error("the token belongs to another sign-in");
  return { exp, ...(typeof email === "string" ? { email } : {}) };
}

function decode(token: string): Record<string, unknown> {
  const body = token.split(".")[1] ?? "";
  const bytes = Uint8Array.from(atob(body.replaceAll("-", "+").replaceAll("_", "/")), (c) => c.charCodeAt(0));
  return JSON.parse(new TextDecoder().decode(bytes)) as Record<string, unknown>;
}
