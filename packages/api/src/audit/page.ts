import { type AuditEvent, type Context, isGradusError, type TaskSummary, verifyAudit } from "@gradus/core";
import type { AuditPage } from "../views/audit.ts";
import { saying } from "./words.ts";

type Ctx = Pick<Context, "store" | "crypto">;
type Chain = AuditPage["chains"][number];

/** The chain of what is no task's. */
export const SYSTEM = "system";
/** Tasks' chains are bounded by what a task may try; the system's grows as long as people switch things. */
const MOST_OF_SYSTEM = 500;

/**
 * The newest events of all chains: those of a page of the newest tasks and, with the first page, the system's. `q` narrows
 * the events; whether a chain holds is always said of all of it.
 */
export async function auditPage(
  ctx: Ctx,
  of: { limit: number; cursor?: string | undefined; q?: string | undefined },
): Promise<AuditPage> {
  const { limit, cursor, q } = of;
  const page = await ctx.store.tasks.list({
    state: "all",
    limit,
    ...(cursor === undefined ? {} : { cursor }),
  });
  const [system, ...tasks] = await Promise.all([
    cursor === undefined ? systemChain(ctx) : undefined,
    ...page.tasks.map((task) => chainOfTask(ctx, task)),
  ]);
  const isMeant = saying(q);
  const all = [...(system ? [system] : []), ...tasks];
  const events = all.flatMap(({ chain: { chain, target }, events: found }) =>
    found
      .filter(isMeant)
      .slice(chain === SYSTEM ? -MOST_OF_SYSTEM : 0)
      .map((event) => ({ chain, ...(target === undefined ? {} : { target }), event })),
  );
  return {
    chains: all.map(({ chain }) => chain),
    events: events.sort((a, b) => newestFirst(a.event, b.event)),
    ...(page.cursor === undefined ? {} : { cursor: page.cursor }),
  };
}

interface Read {
  chain: Chain;
  /** Oldest first. */
  events: readonly AuditEvent[];
}

async function systemChain(ctx: Ctx): Promise<Read> {
  return judged(ctx, SYSTEM, await ctx.store.audit.read(SYSTEM));
}

/** A task that was spoilt in the store must not hide the chains of the others. */
async function chainOfTask(ctx: Ctx, { id, target }: TaskSummary): Promise<Read> {
  try {
    const task = await ctx.store.tasks.get(id);
    if (task) return judged(ctx, id, task.audit, target);
    return unreadable(id, target, "the task is listed, and is not there");
  } catch (error) {
    if (!isGradusError(error) || error.code !== "corrupt") throw error;
    return unreadable(id, target, "the task cannot be read: it was changed outside of Gradus");
  }
}

const unreadable = (chain: string, target: string, why: string): Read => ({
  chain: { chain, target, ok: false, events: 0, at: 1, why },
  events: [],
});

function judged(ctx: Ctx, chain: string, events: readonly AuditEvent[], target?: string): Read {
  const verified = verifyAudit(ctx.crypto, events, { chain });
  return {
    chain: {
      chain,
      ...(target === undefined ? {} : { target }),
      ok: verified.ok,
      events: events.length,
      ...(verified.ok ? {} : { at: verified.at, why: verified.why }),
    },
    events,
  };
}

const newestFirst = (a: AuditEvent, b: AuditEvent): number =>
  b.at - a.at || (a.chain < b.chain ? -1 : a.chain > b.chain ? 1 : b.seq - a.seq);
