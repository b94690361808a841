import type { Session } from "../auth/session.ts";
import { SignedOut } from "../auth/tokens.ts";
import { hearTime, now } from "./clock.ts";
import type { Connection } from "./connection.ts";
import { messageOf, Problem, problemOf, unreachable } from "./problem.ts";
import { createSeen } from "./seen.ts";

/** What is read and has not come whole by then does not come. */
const PATIENCE_MS = 30_000;

/**
 * Fetch as whoever is signed in. What has not changed is not sent again (ETag). Throws Problem; tells the connection of every
 * answer and of every silence.
 */
export function createTransport(session: Session | undefined, connection: Connection): typeof fetch {
  const seen = createSeen();

  async function bearer(of: Session): Promise<string> {
    try {
      return `Bearer ${await of.bearer()}`;
    } catch (error) {
      throw new Problem(error instanceof SignedOut ? 401 : 0, messageOf(error));
    }
  }

  async function once(url: string, init: RequestInit, tag: string | undefined): Promise<Response> {
    const headers = new Headers(init.headers);
    headers.set("accept", "application/json");
    if (session) headers.set("authorization", await bearer(session));
    // Each change is JSON, also one that says nothing: so that no foreign form can make it.
    if (init.method !== "GET") headers.set("content-type", "application/json");
    if (tag !== undefined) headers.set("if-none-match", tag);
    return fetch(url, { ...init, headers, cache: "no-store", redirect: "error" });
  }

  async function ask(url: string, init: RequestInit): Promise<Response> {
    const reads = init.method === "GET";
    const known = reads ? seen.of(url) : undefined;
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
    if (!response.ok || type.startsWith("text/html")) throw await problemOf(response, reads);
    const text = await response.text();
    if (reads) seen.keep(url, response.headers.get("etag"), text);
    return new Response(text, { headers: { "content-type": type } });
  }

  /** Without an answer, or with half of one: the same for who asks. */
  async function patiently(url: string, init: RequestInit): Promise<Response> {
    const stop = new AbortController();
    const reads = init.method === "GET";
    const timer = reads ? setTimeout(() => stop.abort(), PATIENCE_MS) : undefined;
    init.signal?.addEventListener("abort", () => stop.abort());
    try {
      return await ask(url, { ...init, signal: stop.signal });
    } catch (error) {
      throw error instanceof Problem || init.signal?.aborted ? error : unreachable(reads);
    } finally {
      clearTimeout(timer);
    }
  }

  return async (input, init = {}) => {
    const asked = now();
    try {
      const url = input instanceof Request ? input.url : String(input);
      const response = await patiently(url, { ...init, method: init.method ?? "GET" });
      connection.heard();
      return response;
    } catch (error) {
      if (!(error instanceof Problem)) throw error;
      if (error.status === 401) connection.signedOut();
      else if (error.isSilence) connection.silent(error.message, asked);
      else connection.refused();
      throw error;
    }
  };
}

const JSON_HEADERS = { "content-type": "application/json" };
