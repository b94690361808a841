import type { Check, FactOf } from "@gradus/core";
import { GradusError } from "@gradus/core";
import { createAgents } from "./agents.ts";
import { createDial, type DialOptions } from "./dial.ts";
import { judge } from "./judge.ts";
import type { Page, PageRequest } from "./page.ts";
import { fetchPage } from "./page.ts";
import { tryConnect } from "./tcp.ts";

/** A health page has no business being larger; what is over it is not read. */
const MAX_BODY = 1_048_576;

/** A check that needs no more than a network. */
export type NetworkCheck = Extract<Check, { kind: "http" | "tcp" }>;

/** What is asked over the network: by this process, or by one that may do nothing else. */
export interface Reach {
  /** Throws a GradusError where the check could not be made, by no doing of who was to be asked. */
  check(check: NetworkCheck, id: string, now: number): Promise<FactOf<"check">>;
  page(want: PageRequest, now: number): Promise<Page>;
  close(): void;
}

/** Asks from this process. `forbidden` is thrown for a check that leads to an address the guard is against. */
export function createReach(options: DialOptions = {}): Reach {
  const dial = createDial(options);
  const agents = createAgents(dial);
  const page = (want: PageRequest, now: number): Promise<Page> => fetchPage(agents, want, now);
  return {
    page,
    close: () => agents.close(),
    check: async (check, id, now) => {
      switch (check.kind) {
        case "http": {
          const { url, method, timeoutMs, status: wanted } = check;
          const seen = await page({ url, method, timeoutMs, maxBytes: MAX_BODY, wanted }, now);
          if (!seen.ok && seen.blind) throw new GradusError("forbidden", seen.detail);
          return judge(check, id, seen);
        }
        case "tcp": {
          const { blind, detail, ...seen } = await tryConnect(check.host, check.port, check.timeoutMs, dial);
          if (blind) throw new GradusError("forbidden", detail ?? "blocked");
          return { kind: "check", check: id, type: "tcp", ...seen, ...(detail ? { detail } : {}) };
        }
        default:
          return check satisfies never;
      }
    },
  };
}
