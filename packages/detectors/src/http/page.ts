import type { Agents } from "./agents.ts";
import type { Failure } from "./outcome.ts";
import type { Answer } from "./request.ts";
import { request } from "./request.ts";

const MAX_REDIRECTS = 5;

export interface PageRequest {
  url: string;
  method: string;
  timeoutMs: number;
  maxBytes: number;
  /** A redirect with this status is the answer that is wanted: it is not followed. */
  wanted?: number;
  headers?: Record<string, string>;
}

export type Page = { latencyMs: number } & (
  | { ok: true; answer: Answer }
  | ({ ok: false; status?: number } & Failure)
);

/** Fetches a page: at most five redirects, never the same address twice; the time limit covers all of it. */
export async function fetchPage(agents: Agents, want: PageRequest, now: number): Promise<Page> {
  const began = performance.now();
  const deadline = began + want.timeoutMs;
  const took = (): number => Math.round((performance.now() - began) * 10) / 10;
  const seen = new Set<string>();
  let url = new URL(want.url);
  let method = want.method;
  for (;;) {
    seen.add(`${method} ${url.href}`);
    const options = {
      method,
      maxBytes: want.maxBytes,
      deadline,
      ...(want.headers ? { headers: want.headers } : {}),
    };
    let exchange = await request(agents, url, options, now);
    // The server closed an idle connection just as we took it: that says nothing about the server.
    if (!exchange.ok && exchange.stale) exchange = await request(agents, url, options, now, true);
    if (!exchange.ok) {
      const { stale: _, ...failure } = exchange;
      return { ...failure, latencyMs: took() };
    }
    const { answer } = exchange;
    const next = answer.status === want.wanted ? undefined : redirectOf(answer, url);
    if (!next) return { ok: true, answer, latencyMs: took() };
    const turn = (detail: string): Page => ({
      ok: false,
      outcome: "redirect",
      detail,
      status: answer.status,
      latencyMs: took(),
    });
    if (answer.status === 303 || (method === "POST" && answer.status < 307)) method = "GET";
    if (seen.has(`${method} ${next.href}`)) return turn(`redirects back to ${next.href}`);
    if (seen.size > MAX_REDIRECTS) return turn(`more than ${MAX_REDIRECTS} redirects`);
    url = next;
  }
}

function redirectOf(answer: Answer, from: URL): URL | undefined {
  if (![301, 302, 303, 307, 308].includes(answer.status) || answer.location === undefined) return undefined;
  if (!URL.canParse(answer.location, from.href)) return undefined;
  const next = new URL(answer.location, from);
  return next.protocol === "http:" || next.protocol === "https:" ? next : undefined;
}
