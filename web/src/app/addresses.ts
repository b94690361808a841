/** What a list of tasks is narrowed by: the query of /tasks. */
interface Narrowed {
  state?: "open" | "closed" | "all";
  status?: string;
  ending?: string;
  people?: string;
  severity?: string;
  phase?: string | number;
  target?: string;
  snoozed?: string;
  /** Opened since: epoch ms. */
  since?: number | undefined;
  /** Closed on that day, as "2026-01-05", in UTC. */
  day?: string;
}

/** Where the list is that makes a number. */
export function tasksAt(narrowed: Narrowed): string {
  const given = Object.entries(narrowed)
    .filter(([, value]) => value !== undefined)
    // Commas are read by people, and mean nothing in a query.
    .map(([name, value]) => `${name}=${encodeURIComponent(String(value)).replaceAll("%2C", ",")}`);
  return given.length === 0 ? "/tasks" : `/tasks?${given.join("&")}`;
}

export const targetAt = (id: string): string => `/targets/${encodeURIComponent(id)}`;
export const chainAt = (chain: string): string => `/audit?chain=${encodeURIComponent(chain)}`;
export const taskAt = (id: string): string => `/tasks/${encodeURIComponent(id)}`;

/** "working, awaiting…": everything but what another target caused. */
export const REAL = "working,awaiting_approval,awaiting_human,fixed,resolved,cleared";
/** Of snoozed: both, where else the list leaves out what is. */
export const BOTH = "yes,no";
export const WAITING = "awaiting_approval,awaiting_human";
