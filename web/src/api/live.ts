import type { Query, QueryClient } from "@tanstack/react-query";
import { differs } from "./differs.ts";
import { createPace } from "./pace.ts";

/**
 * What a query may say of itself: `steady` ones hardly ever change and are not asked again by the clock; `slow` ones cost the
 * server work, and are asked for less often.
 */
declare module "@tanstack/react-query" {
  interface Register {
    queryMeta: { steady?: true; slow?: true };
  }
}

/** Where events come by themselves the clock is only for what has none (a target's look); elsewhere it is all there is. */
const WITH_EVENTS_MS = 1_000;
const WITHOUT_MS = 3_000;
/** Events come in bursts: one look for all of them. */
const GATHER_MS = 150;
const SLOW_CLOCK_MS = 15_000;
const SLOW_EVENT_MS = 3_000;

const isDue = ({ meta, state }: Query, slowMs: number): boolean =>
  meta?.steady !== true && (meta?.slow !== true || Date.now() - state.dataUpdatedAt >= slowMs);

/** A look that found what the one before it had found: the clock is soon enough for when it was. */
function isOldNews(event: MessageEvent<string>): boolean {
  const { type, data } = JSON.parse(event.data) as { type: string; data: { changed?: boolean } };
  return type === "target.looked" && data.changed === false;
}

/**
 * Keeps what is shown fresh while somebody looks: at once when the API tells of an event, else by the clock, more and more
 * slowly when nothing moves. Nothing is asked while the tab is hidden, and nothing that is under way is begun anew: else what
 * takes longer than the time between two events would never come.
 */
export function keepFresh(queries: QueryClient, { events }: { events: boolean }): () => void {
  const pace = createPace(events ? WITH_EVENTS_MS : WITHOUT_MS, () => schedule());
  const isSeen = (): boolean => document.visibilityState === "visible";
  /** Under way when something happened: what they bring may be from before it. */
  const again = new Set<string>();
  const before = new Map<string, unknown>();
  let timer: ReturnType<typeof setTimeout> | undefined;
  let gathering: ReturnType<typeof setTimeout> | undefined;
  let source: EventSource | undefined;

  const read = (fits: (query: Query) => boolean): void => {
    if (isSeen()) void queries.refetchQueries({ type: "active", predicate: fits }, { cancelRefetch: false });
  };
  const look = (): void => {
    listen();
    read((query) => isDue(query, SLOW_CLOCK_MS));
    schedule();
  };
  const schedule = (): void => {
    clearTimeout(timer);
    if (isSeen()) timer = setTimeout(look, pace.next());
  };
  const happened = (event: MessageEvent<string>): void => {
    if (isOldNews(event)) return;
    gathering ??= setTimeout(() => {
      gathering = undefined;
      read((query) => {
        const isFree = query.state.fetchStatus === "idle";
        if (!isFree && query.meta?.slow !== true) again.add(query.queryHash);
        return isFree && isDue(query, SLOW_EVENT_MS);
      });
    }, GATHER_MS);
  };
  const listen = (): void => {
    // One that was refused does not try again by itself.
    if (!events || !isSeen() || (source && source.readyState !== source.CLOSED)) return;
    source = new EventSource("/api/events");
    source.addEventListener("message", happened);
  };
  const turned = (): void => {
    if (isSeen()) {
      pace.alive();
      look();
    } else {
      clearTimeout(timer);
      source?.close();
      source = undefined;
    }
  };
  const heard = queries.getQueryCache().subscribe((event) => {
    const { queryHash, state } = event.query;
    if (event.type === "removed") {
      before.delete(queryHash);
      again.delete(queryHash);
    }
    if (event.type !== "updated" || state.fetchStatus !== "idle") return;
    if (again.delete(queryHash)) read((query) => query.queryHash === queryHash);
    if (event.action.type !== "success") return;
    if (before.has(queryHash) && differs(before.get(queryHash), state.data)) pace.alive();
    before.set(queryHash, state.data);
  });
  document.addEventListener("visibilitychange", turned);
  listen();
  schedule();
  return () => {
    document.removeEventListener("visibilitychange", turned);
    clearTimeout(timer);
    clearTimeout(gathering);
    source?.close();
    heard();
  };
}
