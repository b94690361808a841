import { GradusError } from "@gradus/core";
import { createAgents } from "./agents.ts";
import { createDial, type DialOptions } from "./dial.ts";
import { request } from "./request.ts";

/** An answer is read to its end so that the connection can be kept; what is over this is not. */
const MAX_BODY = 65_536;
/** For a caller whose signal never fires. */
const LONGEST_MS = 60_000;

/**
 * As much of fetch as a target's control needs, through a guard: method and signal; redirects are never followed, and the
 * answer has a status and no body. Throws GradusError "forbidden" for an address the guard is against, else "unavailable".
 */
export function createGuardedFetch(options: DialOptions): typeof fetch {
  const agents = createAgents(createDial(options));
  return async (input, init = {}) => {
    const url = new URL(input instanceof Request ? input.url : input);
    const exchange = await request(
      agents,
      url,
      {
        method: init.method ?? "GET",
        maxBytes: MAX_BODY,
        deadline: performance.now() + LONGEST_MS,
        ...(init.signal ? { signal: init.signal } : {}),
      },
      Date.now(),
      true,
    );
    if (exchange.ok) return new Response(null, { status: exchange.answer.status });
    init.signal?.throwIfAborted();
    const { blind, outcome, detail } = exchange;
    throw new GradusError(blind ? "forbidden" : "unavailable", blind ? detail : `${outcome}: ${detail}`);
  };
}
