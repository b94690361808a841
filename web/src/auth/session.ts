import { now } from "../api/clock.ts";
import type { SignInConfig } from "../config.ts";
import { claimsOf } from "./claims.ts";
import { keepLeft, keepPending, keepRefresh, refreshToken, takePending } from "./kept.ts";
import { challengeOf, unguessable } from "./pkce.ts";
import { askTokens, SignedOut, type Tokens } from "./tokens.ts";

/** Renewed so long before its end, so that no request is on its way when it ends. */
const EARLY_MS = 60_000;

/** Who is signed in. OAuth 2 authorization code with PKCE, as RFC 9700 wants it for pages. */
export interface Session {
  /** The bearer for the API. Throws SignedOut when only signing in again helps. */
  bearer(): Promise<string>;
  /** The API did not take the bearer: the next one is new. */
  distrust(): void;
  /** Leaves to sign in, and comes back to `back`. */
  begin(back: string): Promise<void>;
  /** Ends a sign-in that came back with `query`; gives the page to go to. Throws an Error that says why it did not work. */
  complete(query: URLSearchParams): Promise<string>;
  leave(): void;
  email(): string | undefined;
}

export function createSession(config: SignInConfig): Session {
  const redirect = `${location.origin}/`;
  let current: { token: string; endsAt: number; email?: string } | undefined;
  let renewal: Promise<string> | undefined;

  function accept(tokens: Tokens, nonce?: string): string {
    const claims = claimsOf(tokens.idToken, { ...config, ...(nonce === undefined ? {} : { nonce }) });
    current = {
      token: tokens.idToken,
      endsAt: claims.exp * 1_000,
      ...(claims.email ? { email: claims.email } : {}),
    };
    if (tokens.refreshToken !== undefined) keepRefresh(tokens.refreshToken);
    return current.token;
  }

  async function renew(): Promise<string> {
    const token = refreshToken();
    if (token === undefined) throw new SignedOut("Nobody is signed in.");
    try {
      return accept(await askTokens(config, { grant_type: "refresh_token", refresh_token: token }));
    } catch (error) {
      if (error instanceof SignedOut) keepRefresh(undefined);
      throw error;
    }
  }

  return {
    bearer() {
      if (current && current.endsAt - EARLY_MS > now()) return Promise.resolve(current.token);
      // One renewal for all who ask at once: a refresh token may be good for one use only.
      renewal ??= renew().finally(() => (renewal = undefined));
      return renewal;
    },
    distrust() {
      if (current) current = { ...current, endsAt: 0 };
    },
    async begin(back) {
      const pending = { state: unguessable(), nonce: unguessable(), verifier: unguessable(), back };
      keepPending(pending);
      const query = new URLSearchParams({
        response_type: "code",
        client_id: config.clientId,
        redirect_uri: redirect,
        scope: config.scopes.join(" "),
        state: pending.state,
        nonce: pending.nonce,
        code_challenge: await challengeOf(pending.verifier),
        code_challenge_method: "S256",
      });
      location.replace(`${config.authorizeUrl}?${query}`);
    },
    async complete(query) {
      const pending = takePending();
      // Without this, a link could sign somebody in as somebody else.
      if (!pending || pending.state !== query.get("state"))
        throw new Error("This sign-in was not begun in this tab, or was used before.");
      const code = query.get("code");
      // The words of the error come with the address, which anybody can write: only its code is shown.
      const refused = /^[a-z_]{1,40}$/.exec(query.get("error") ?? "")?.[0] ?? "no code";
      if (code === null) throw new Error(`The place to sign in said no (${refused}).`);
      const grant = { grant_type: "authorization_code", code, redirect_uri: redirect };
      accept(await askTokens(config, { ...grant, code_verifier: pending.verifier }), pending.nonce);
      return pending.back;
    },
    leave() {
      current = undefined;
      keepLeft();
      // logout_uri is Cognito's name for it.
      const query = new URLSearchParams({ client_id: config.clientId, logout_uri: redirect });
      location.assign(`${config.logoutUrl}?${query}`);
    },
    email: () => current?.email,
  };
}
