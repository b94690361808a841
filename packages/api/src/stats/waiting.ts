import { type Context, type OpenEscalation, severitySchema } from "@gradus/core";

/** More open escalations than this are not put in order: the newest so many are. */
const MOST = 10_000;

/** What waits for people, each task once, from the index of open escalations: worst first, then who waits longest. */
export async function waitingOf(
  ctx: Pick<Context, "store">,
): Promise<{ entries: OpenEscalation[]; more: boolean }> {
  const { entries, more } = await ctx.store.escalations.listOpen(MOST);
  const sorted = entries
    .map((entry) => [positionOf(entry), entry] as const)
    .sort(([a], [b]) => (a < b ? -1 : 1));
  const byTask = new Map<string, OpenEscalation>();
  for (const [, entry] of sorted) if (!byTask.has(entry.task)) byTask.set(entry.task, entry);
  return { entries: [...byTask.values()], more };
}

/** Text order is the order of the list. */
export const positionOf = ({ severity, openedAt, id }: OpenEscalation): string =>
  `${severitySchema.options.indexOf(severity)}|${String(openedAt).padStart(16, "0")}|${id}`;
