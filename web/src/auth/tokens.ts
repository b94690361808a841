import type { SignInConfig } from "../config.ts";

/** The sign-in is over, and only the person can begin a new one. */
export class SignedOut extends Error {}

const PATIENCE_MS = 30_000;

export interface Tokens {
  idToken: string;
  /** Absent where the old one stays good. */
  refreshToken?: string;
}

/** Asks the token endpoint. Throws SignedOut if it refuses, and an Error that says so if it cannot be reached. */
export async function askTokens(config: SignInConfig, grant: Record<string, string>): Promise<Tokens> {
  const response = await post(config, grant);
  // RFC 6749, 5.2: 400 and 401 refuse the grant; anything else is a fault that may pass.
  if (response.status === 400 || response.status === 401)
    throw new SignedOut("The sign-in was not accepted.");
  if (!response.ok) throw new Error(`The place to sign in answers ${response.status}.`);
  const body = (await response.json()) as Record<string, unknown>;
  const { id_token: idToken, refresh_token: refreshToken } = body;
  if (typeof idToken !== "string") throw new Error("The place to sign in sent no id token.");
  return { idToken, ...(typeof refreshToken === "string" ? { refreshToken } : {}) };
}

async function post(config: SignInConfig, grant: Record<string, string>): Promise<Response> {
  try {
    return await fetch(config.tokenUrl, {
      method: "POST",
      body: new URLSearchParams({ client_id: config.clientId, ...grant }),
      headers: { accept: "application/json" },
      credentials: "omit",
      cache: "no-store",
      signal: AbortSignal.timeout(PATIENCE_MS),
    });
  } catch {
    throw new Error("The place to sign in cannot be reached. Is your network all right?");
  }
}
