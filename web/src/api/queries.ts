import { infiniteQueryOptions, queryOptions } from "@tanstack/react-query";
import { type Client, told, toldAs } from "./client.ts";
import type { AuditChain, AuditPage, TaskDetail } from "./types.ts";

/** A page of a long list: as many as the API gives at once. */
const PAGE = "500";

/** What the views read, by name. Views call these with `useQuery(useApi().health())`. */
export const createQueries = (api: Client) => ({
  health: () => queryOptions({ queryKey: ["health"], queryFn: () => told(api.health.$get()) }),
  me: () => queryOptions({ queryKey: ["me"], queryFn: () => told(api.me.$get()), meta: { steady: true } }),
  settings: () => queryOptions({ queryKey: ["settings"], queryFn: () => told(api.settings.$get()) }),
  configuration: () =>
    queryOptions({
      queryKey: ["configuration"],
      queryFn: () => told(api.configuration.$get()),
      meta: { slow: true },
    }),
  stats: () =>
    queryOptions({ queryKey: ["stats"], queryFn: () => told(api.stats.$get()), meta: { slow: true } }),
  targets: () =>
    queryOptions({ queryKey: ["targets"], queryFn: () => told(api.targets.$get({ query: {} })) }),
  target: (id: string) =>
    queryOptions({
      queryKey: ["target", id],
      queryFn: () => told(api.targets[":id"].$get({ param: { id } })),
    }),
  /** The newest few of a state, for summaries. */
  newest: (state: "open" | "closed", limit = 10) =>
    queryOptions({
      queryKey: ["tasks", "newest", state, limit],
      queryFn: () => told(api.tasks.$get({ query: { state, limit: String(limit) } })),
    }),
  /** Tasks in which a person is asked, the worst first. */
  waiting: () =>
    queryOptions({
      queryKey: ["tasks", "waiting"],
      queryFn: () => told(api.waiting.$get({ query: { limit: "100" } })),
    }),
  /** All of a state, page by page: the server filters by what it has an index for, the view by the rest. */
  tasks: (of: { state: "open" | "closed" | "all"; target?: string }) =>
    infiniteQueryOptions({
      queryKey: ["tasks", "list", of],
      initialPageParam: undefined as string | undefined,
      queryFn: ({ pageParam: cursor, signal }) =>
        told(
          api.tasks.$get(
            { query: { ...of, limit: PAGE, ...(cursor === undefined ? {} : { cursor }) } },
            { init: { signal } },
          ),
        ),
      getNextPageParam: (page) => page.cursor,
    }),
  task: (id: string) =>
    queryOptions({
      queryKey: ["task", id],
      queryFn: () => toldAs<TaskDetail>(api.tasks[":id"].$get({ param: { id } })),
    }),
  history: (id: string) =>
    queryOptions({
      queryKey: ["history", id],
      queryFn: () => toldAs<{ events: unknown[] }>(api.tasks[":id"].history.$get({ param: { id } })),
      meta: { slow: true },
    }),
  escalations: (status: "open" | "resolved", limit = 100) =>
    queryOptions({
      queryKey: ["escalations", status, limit],
      queryFn: () => told(api.escalations.$get({ query: { status, limit: String(limit) } })),
    }),
  escalation: (id: string) =>
    queryOptions({
      queryKey: ["escalation", id],
      queryFn: () => told(api.escalations[":id"].$get({ param: { id } })),
    }),
  patterns: () =>
    queryOptions({
      queryKey: ["patterns"],
      queryFn: async () => {
        const all = await told(api.patterns.$get({ query: {} }));
        for (let { cursor } = all; cursor !== undefined;) {
          const page = await told(api.patterns.$get({ query: { cursor } }));
          all.patterns.push(...page.patterns);
          ({ cursor } = page);
        }
        return all;
      },
      meta: { slow: true },
    }),
  chain: (chain: string) =>
    queryOptions({
      queryKey: ["chain", chain],
      queryFn: () => toldAs<AuditChain>(api.audit[":chain"].$get({ param: { chain }, query: {} })),
      meta: { slow: true },
    }),
  audit: (q: string) =>
    infiniteQueryOptions({
      queryKey: ["audit", q],
      initialPageParam: undefined as string | undefined,
      queryFn: ({ pageParam: cursor }) =>
        toldAs<AuditPage>(
          api.audit.$get({
            query: { ...(q === "" ? {} : { q }), ...(cursor === undefined ? {} : { cursor }) },
          }),
        ),
      getNextPageParam: (page) => page.cursor,
      meta: { slow: true },
    }),
  faults: () =>
    queryOptions({ queryKey: ["faults"], queryFn: () => told(api.faults.$get()), meta: { steady: true } }),
  mail: () =>
    queryOptions({ queryKey: ["mail"], queryFn: () => told(api.mail.$get({ query: { limit: "200" } })) }),
  /** A message as people read it; it never changes. */
  mailParts: (id: string) =>
    queryOptions({
      queryKey: ["mail", id],
      queryFn: () => told(api.mail[":id"].parts.$get({ param: { id } })),
      meta: { steady: true },
    }),
  /** A message as it would be sent. */
  mailRaw: (id: string) =>
    queryOptions({
      queryKey: ["mail", id, "raw"],
      queryFn: async () => (await api.mail[":id"].$get({ param: { id } })).text(),
      meta: { steady: true },
    }),
});
export type Queries = ReturnType<typeof createQueries>;
