import { createHash, randomBytes } from "node:crypto";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { closeServer, listen } from "./listen.ts";

export const CLIENT = "page-client";
export const EMAIL = "ada@example.org";

export interface Provider {
  url: string;
  /** What the page asked of it, in order. */
  seen: string[];
  /** Seconds that an id token is good for. */
  lifetimeS: number;
  /** Refresh tokens are not taken any more. */
  refuse: boolean;
  /** Id tokens of one's own making for the next sign-in: { nonce: "another" }. */
  forge: Record<string, unknown>;
  /** Sent back in the place of the state that the page gave. */
  state: string | undefined;
  /** What the gateway checks. */
  accepts(bearer: string): boolean;
  /** No id token of before is good any more. */
  revoke(): void;
  close(): Promise<void>;
}

/** As much of an OpenID provider as signing in takes, and as strict: a code is good once, for its verifier and address. */
export async function startProvider(): Promise<Provider> {
  const codes = new Map<string, { challenge: string; nonce: string; redirect: string }>();
  const good = new Map<string, number>();
  const refresh = new Set<string>();
  const server = createServer((request, response) => void answer(request, response));
  const url = await listen(server);

  const tokens = (nonce?: string) => {
    const exp = Math.floor(Date.now() / 1_000) + provider.lifetimeS;
    const claims = {
      iss: url,
      aud: CLIENT,
      exp,
      email: EMAIL,
      ...(nonce ? { nonce } : {}),
      ...provider.forge,
    };
    const idToken = [{ alg: "RS256" }, claims, randomBytes(8)]
      .map((part) => Buffer.from(JSON.stringify(part)).toString("base64url"))
      .join(".");
    const refreshToken = randomBytes(16).toString("hex");
    good.set(idToken, exp * 1_000);
    refresh.add(refreshToken);
    return {
      id_token: idToken,
      refresh_token: refreshToken,
      token_type: "Bearer",
      expires_in: provider.lifetimeS,
    };
  };

  /** Authorization code with PKCE, or a refresh token: tokens, or undefined for invalid_grant. */
  function exchange(form: URLSearchParams): object | undefined {
    provider.seen.push(form.get("grant_type") ?? "?");
    if (form.get("grant_type") === "refresh_token")
      return !provider.refuse && refresh.delete(form.get("refresh_token") ?? "") ? tokens() : undefined;
    const code = form.get("code") ?? "";
    const asked = codes.get(code);
    codes.delete(code);
    const challenge = createHash("sha256")
      .update(form.get("code_verifier") ?? "")
      .digest("base64url");
    const fits = asked?.challenge === challenge && asked.redirect === form.get("redirect_uri");
    return asked && fits && form.get("client_id") === CLIENT ? tokens(asked.nonce) : undefined;
  }

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { pathname, searchParams: query } = new URL(request.url ?? "/", url);
    const back = (to: string): void => void response.writeHead(302, { location: to }).end();
    if (pathname === "/logout") {
      provider.seen.push("logout");
      return back(query.get("logout_uri") ?? "");
    }
    if (pathname === "/authorize") {
      provider.seen.push("authorize");
      const code = randomBytes(8).toString("hex");
      const { challenge, nonce, redirect } = {
        challenge: query.get("code_challenge") ?? "",
        nonce: query.get("nonce") ?? "",
        redirect: query.get("redirect_uri") ?? "",
      };
      if (query.get("code_challenge_method") === "S256") codes.set(code, { challenge, nonce, redirect });
      return back(
        `${redirect}?${new URLSearchParams({ code, state: provider.state ?? query.get("state") ?? "" })}`,
      );
    }
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const given = exchange(new URLSearchParams(Buffer.concat(chunks).toString()));
    response.writeHead(given ? 200 : 400, {
      "content-type": "application/json",
      "access-control-allow-origin": "*",
    });
    response.end(JSON.stringify(given ?? { error: "invalid_grant" }));
  }

  const provider: Provider = {
    url,
    seen: [],
    lifetimeS: 3_600,
    refuse: false,
    forge: {},
    state: undefined,
    accepts: (bearer) => (good.get(bearer) ?? 0) > Date.now(),
    revoke: () => good.clear(),
    close: () => closeServer(server),
  };
  return provider;
}
