import type { Check, FactOf, Host } from "@gradus/core";
import { redact } from "@gradus/core";
import { createLimiter } from "../shared/limiter.ts";
import { createAgents } from "./agents.ts";
import { judge } from "./judge.ts";
import type { Page, PageRequest } from "./page.ts";
import { fetchPage } from "./page.ts";
import { tryConnect } from "./tcp.ts";

/** A health page has no business being larger; what is over it is not read. */
const MAX_BODY = 1_048_576;

export interface ProbeOptions {
  /** Requests under way at once, over all targets. */
  maxInFlight?: number;
}

/** Runs checks. One probe serves all targets: it bounds how many requests are under way and reuses connections. */
export interface Probe {
  check(check: Check, id: string, host: Host, now: number): Promise<FactOf<"check">>;
  page(want: PageRequest, now: number): Promise<Page>;
  close(): void;
}

export function createProbe({ maxInFlight = 512 }: ProbeOptions = {}): Probe {
  const agents = createAgents();
  const limited = createLimiter(maxInFlight);
  const page = (want: PageRequest, now: number): Promise<Page> => limited(() => fetchPage(agents, want, now));
  return {
    page,
    close: () => agents.close(),
    check: async (check, id, host, now) => {
      switch (check.kind) {
        case "http": {
          const { url, method, timeoutMs, status: wanted } = check;
          return judge(check, id, await page({ url, method, timeoutMs, maxBytes: MAX_BODY, wanted }, now));
        }
        case "tcp": {
          const { detail, ...seen } = await limited(() =>
            tryConnect(check.host, check.port, check.timeoutMs),
          );
          return { kind: "check", check: id, type: "tcp", ...seen, ...(detail ? { detail } : {}) };
        }
        case "command":
          return await limited(() => runCommand(check, id, host));
        default:
          return check satisfies never;
      }
    },
  };
}

async function runCommand(
  check: Extract<Check, { kind: "command" }>,
  id: string,
  host: Host,
): Promise<FactOf<"check">> {
  const began = performance.now();
  const result = await host.run(check.command, { timeoutMs: check.timeoutMs, maxOutput: 4_096 });
  const base = {
    kind: "check",
    check: id,
    type: "command",
    latencyMs: Math.round(performance.now() - began),
  } as const;
  if (result.timedOut) {
    return { ...base, outcome: "timeout", detail: `did not end within ${check.timeoutMs} ms` };
  }
  if (result.code === 0) return { ...base, outcome: "ok" };
  const said = redact((result.stderr.trim() || result.stdout.trim()).slice(-1_000), 300);
  const how = result.code === null ? `ended by ${result.signal ?? "a signal"}` : `exit ${result.code}`;
  return {
    ...base,
    outcome: "exit",
    detail: `${how}: ${said}`,
    ...(result.code === null ? {} : { status: result.code }),
  };
}
