import { RateLimiterMemory, RateLimiterRes } from "rate-limiter-flexible";

/** Far more than pages, commands and tests ask; far less than what keeps the process from its work. */
const REQUESTS = 1_000;
const SECONDS = 10;

/** How many seconds whoever is behind a connection has to wait; undefined: not at all. By address, in memory. */
export function createRate(
  of: { requests: number; seconds: number } = { requests: REQUESTS, seconds: SECONDS },
): (env: unknown) => Promise<number | undefined> {
  const limiter = new RateLimiterMemory({ points: of.requests, duration: of.seconds });
  return async (env) => {
    const { incoming } = (env ?? {}) as { incoming?: { socket?: { remoteAddress?: string } } };
    try {
      await limiter.consume(incoming?.socket?.remoteAddress ?? "unknown");
      return undefined;
    } catch (refused) {
      if (!(refused instanceof RateLimiterRes)) throw refused;
      return Math.max(1, Math.ceil(refused.msBeforeNext / 1_000));
    }
  };
}
