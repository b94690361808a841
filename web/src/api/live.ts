import type { Query, QueryClient } from "@tanstack/react-query";
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

/** A slow one that is under way is left to end: begun anew by each event it would never come. */
const isDue = ({ meta, state }: Query, slowMs: number): boolean =>
  meta?.steady !== true &&
  (meta?.slow !== true || (state.fetchStatus === "idle" && Date.now() - state.dataUpdatedAt >= slowMs));

/**
 * Keeps what is shown fresh while somebody looks: at once when the API tells of an event, else by the clock, more and more
 * slowly when nothing moves. Nothing is asked while the tab is hidden.
 */
export function keepFresh(queries: QueryClient, { events }: { events: boolean }): () => void {
  const pace = createPace(events ? WITH_EVENTS_MS : WITHOUT_MS);
  let timer: ReturnType<typeof setTimeout> | undefined;
  let gathering: ReturnType<typeof setTimeout> | undefined;
  let source: EventSource | undefined;

  const look = async (): Promise<void> => {
    clearTimeout(timer);
    if (document.visibilityState === "visible")
      await queries.refetchQueries(
        { type: "active", predicate: (query) => isDue(query, SLOW_CLOCK_MS) },
        { cancelRefetch: false },
      );
    schedule();
  };
  const schedule = (): void => {
    clearTimeout(timer);
    if (document.visibilityState === "visible") timer = setTimeout(() => void look(), pace.next());
  };
  const happened = (): void => {
    pace.alive();
    gathering ??= setTimeout(() => {
      gathering = undefined;
      void queries.invalidateQueries({
        refetchType: "active",
        predicate: (query) => isDue(query, SLOW_EVENT_MS),
      });
    }, GATHER_MS);
  };
  const listen = (): void => {
    if (!events || source || document.visibilityState !== "visible") return;
    source = new EventSource("/api/events");
    source.addEventListener("message", happened);
  };
  const turned = (): void => {
    if (document.visibilityState === "visible") {
      pace.alive();
      listen();
      void look();
    } else {
      clearTimeout(timer);
      source?.close();
      source = undefined;
    }
  };
  // An answer that differs is a sign of life: one that is the same keeps its object.
  const heard = queries.getQueryCache().subscribe((event) => {
    if (event.type !== "updated" || event.action.type !== "success") return;
    const { state, meta } = event.query;
    if (meta?.steady === true || event.query.queryKey[0] === "health") return;
    if (before.get(event.query.queryHash) !== state.data && before.has(event.query.queryHash)) pace.alive();
    before.set(event.query.queryHash, state.data);
  });
  const before = new Map<string, unknown>();
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
