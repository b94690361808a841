import type { Session } from "../auth/session.ts";
import { SignedOut } from "../auth/tokens.ts";
import { hearTime } from "./clock.ts";
import type { Connection } from "./connection.ts";
import { messageOf, Problem, problemOf, unreachable } from "./problem.ts";
import { createSeen } from "./seen.ts";

/**
 * Fetch as whoever is signed in. What has not changed is not sent again (ETag). Throws Problem, or SignedOut; tells the
 * connection of every answer and of every silence.
 */
export function createTransport(session: Session | undefined, connection: Connection): typeof fetch {
  const seen = createSeen();

  async function once(url: string, init: RequestInit, tag: string | undefined): Promise<Response> {
    const headers = new Headers(init.headers);
    headers.set("accept", "application/json");
    if (session) headers.set("authorization", `Bearer ${await session.bearer()}`);
    // Each change is JSON, also one that says nothing: so that no foreign form can make it.
    if (init.method !== "GET") headers.set("content-type", "application/json");
    if (tag !== undefined) headers.set("if-none-match", tag);
    try {
      return await fetch(url, { ...init, headers, cache: "no-store", redirect: "error" });
    } catch (error) {
      if (init.signal?.aborted) throw error;
      throw unreachable();
    }
  }

  async function ask(url: string, init: RequestInit): Promise<Response> {
    const known = init.method === "GET" ? seen.of(url) : undefined;
    let response = await once(url, init, known?.tag);
    // The bearer has ended early (signed out elsewhere, a clock that is wrong): once more with a new one.
    if (response.status === 401 && session) {
      session.distrust();
      response = await once(url, init, known?.tag);
    }
    hearTime(response.headers.get("date"));
    if (known && response.status === 304) return new Response(known.answer, { headers: JSON_HEADERS });
    const type = response.headers.get("content-type") ?? "";
    // The site itself answers in the place of an API that is not there.
    if (!response.ok || type.startsWith("text/html")) throw await problemOf(response);
    if (init.method !== "GET") return response;
    const text = await response.text();
    seen.keep(url, response.headers.get("etag"), text);
    return new Response(text, { headers: { "content-type": type } });
  }

  return async (input, init = {}) => {
    try {
      const url = input instanceof Request ? input.url : String(input);
      const response = await ask(url, { ...init, method: init.method ?? "GET" });
      connection.heard();
      return response;
    } catch (error) {
      if (error instanceof SignedOut) connection.signedOut();
      else if (error instanceof Problem && (error.status === 0 || error.status >= 500))
        connection.silent(messageOf(error));
      else if (error instanceof Problem) connection.heard();
      throw error;
    }
  };
}

const JSON_HEADERS = { "content-type": "application/json" };
