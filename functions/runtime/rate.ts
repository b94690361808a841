/** Far more than a page and its person ask; far less than what keeps the function from others. In each process of the function. */
const REQUESTS = 200;
const SECONDS = 10;
/** So many are remembered before those whose time is over are forgotten. */
const MANY = 1_000;

/**
 * How many seconds somebody has to wait before the next request; undefined: not at all. In memory, because a count in the
 * store would cost a write for each request: a script of one meets it soon, since it is mostly served by the same process.
 */
export function createRate(of: {
  requests?: number;
  seconds?: number;
  now: () => number;
}): (who: string) => number | undefined {
  const { requests = REQUESTS, seconds = SECONDS, now } = of;
  const windows = new Map<string, { since: number; count: number }>();
  const isOver = (since: number, at: number): boolean => at < since || at >= since + seconds * 1_000;
  return (who) => {
    const at = now();
    if (windows.size >= MANY)
      for (const [name, { since }] of windows) if (isOver(since, at)) windows.delete(name);
    const known = windows.get(who);
    const window = known && !isOver(known.since, at) ? known : { since: at, count: 0 };
    windows.set(who, window);
    window.count++;
    if (window.count <= requests) return undefined;
    return Math.max(1, Math.ceil((window.since + seconds * 1_000 - at) / 1_000));
  };
}

/** By whom a request is counted: the id in the token, or the signed link. Addresses are CloudFront's, and shared. */
export function askerOf(event: unknown): string {
  const { requestContext, pathParameters } = (event ?? {}) as {
    requestContext?: { authorizer?: { jwt?: { claims?: { sub?: unknown } } } };
    pathParameters?: { token?: unknown };
  };
  const sub = requestContext?.authorizer?.jwt?.claims?.sub;
  if (typeof sub === "string") return `person ${sub}`;
  const token = pathParameters?.token;
  return typeof token === "string" ? `link ${token}` : "unknown";
}

/** The answer to who has to wait: nothing was read for it. */
export const tooMany = (seconds: number, requestId: string) => ({
  statusCode: 429,
  headers: {
    "content-type": "application/json",
    "cache-control": "no-store",
    "retry-after": `${seconds}`,
    "x-request-id": requestId,
  },
  body: JSON.stringify({
    error: {
      code: "limit",
      message: `Too many requests came from you: ask again in ${seconds} s.`,
      requestId,
    },
  }),
});
