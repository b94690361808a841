import type { Session } from "../auth/session.ts";
import { hearTime } from "./clock.ts";
import { problemOf, unreachable } from "./problem.ts";
import { createSeen } from "./seen.ts";
import type { Answered } from "./types.ts";

/** An answer to an escalation. */
export type Answer =
  | { verb: "approve" | "reject" | "hand-back"; body: { notes: string } }
  | { verb: "resolve"; body: { notes: string; action?: object } };

/** These hold the time of the answer, or of the last look. */
const NEVER_THE_SAME = new Set(["/health", "/targets"]);

export interface Client {
  get<T>(path: string): Promise<T>;
  answer(escalation: string, answer: Answer): Promise<Answered>;
  /** Counts what was read and was not as it was before. */
  changes(): number;
}

/** The API as whoever is signed in. Throws Problem, or SignedOut. */
export function createClient(session: Session | undefined): Client {
  const seen = createSeen();
  let changes = 0;

  async function once(path: string, init: RequestInit, tag?: string): Promise<Response> {
    const headers = new Headers({ accept: "application/json" });
    if (session) headers.set("authorization", `Bearer ${await session.bearer()}`);
    if (init.body !== undefined) headers.set("content-type", "application/json");
    if (tag !== undefined) headers.set("if-none-match", tag);
    try {
      return await fetch(`/api${path}`, { ...init, headers, cache: "no-store", redirect: "error" });
    } catch {
      throw unreachable();
    }
  }

  async function ask<T>(path: string, init: RequestInit = {}): Promise<T> {
    const reads = init.method === undefined;
    const known = reads ? seen.of(path) : undefined;
    let response = await once(path, init, known?.tag);
    // The bearer has ended early (signed out elsewhere, a clock that is wrong): once more with a new one.
    if (response.status === 401 && session) {
      session.distrust();
      response = await once(path, init, known?.tag);
    }
    hearTime(response.headers.get("date"));
    if (known && response.status === 304) return known.answer as T;
    const isJson = (response.headers.get("content-type") ?? "").startsWith("application/json");
    if (!response.ok || !isJson) throw await problemOf(response);
    const answer: unknown = await response.json();
    if (known && !NEVER_THE_SAME.has(path)) changes++;
    if (reads) seen.keep(path, response.headers.get("etag"), answer);
    return answer as T;
  }

  return {
    get: (path) => ask(path),
    changes: () => changes,
    answer: (escalation, { verb, body }) =>
      ask(`/escalations/${encodeURIComponent(escalation)}/${verb}`, {
        method: "POST",
        body: JSON.stringify(body),
      }),
  };
}
