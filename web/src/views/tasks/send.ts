import { messageOf } from "../../api/problem.ts";
import type { CareResult } from "../../api/types.ts";
import type { Order } from "./care.ts";

/** As many as the API takes at once. */
export const MOST_AT_ONCE = 200;

type Result = CareResult["results"][number];
/** `keepalive`: it goes on when the page is gone. */
export type Send = (body: Order & { ids: string[] }, keepalive: boolean) => Promise<CareResult>;

/** Browsers refuse more than 64 KiB of requests that outlive the page, all together. */
const MOST_ALIVE = 60_000;
let alive = 0;

/**
 * Sends an order for any number of tasks: batch by batch, `heard` after each; all batches together where there is no time left,
 * because the page is being closed. A batch that fails is a failure of each of its tasks, and stops no other.
 */
export async function sendAll(
  send: Send,
  order: Order,
  ids: readonly string[],
  { leaving = false, heard }: { leaving?: boolean; heard: (results: readonly Result[]) => void },
): Promise<void> {
  const batches: string[][] = [];
  for (let i = 0; i < ids.length; i += MOST_AT_ONCE) batches.push(ids.slice(i, i + MOST_AT_ONCE));
  const one = async (batch: string[]): Promise<void> => heard(await answers(send, order, batch, leaving));
  if (leaving) await Promise.all(batches.map(one));
  else for (const batch of batches) await one(batch);
}

async function answers(
  send: Send,
  order: Order,
  ids: string[],
  leaving: boolean,
): Promise<readonly Result[]> {
  const body = { ...order, ids };
  const bytes = leaving ? new Blob([JSON.stringify(body)]).size : 0;
  // What finds no room is sent like everything else: a page that is only hidden is still there to send it.
  const keepalive = leaving && alive + bytes <= MOST_ALIVE;
  if (keepalive) alive += bytes;
  try {
    const { results } = await send(body, keepalive);
    const told = new Set(results.map(({ id }) => id));
    const silent = ids.filter((id) => !told.has(id));
    return [...results, ...failures(silent, "Gradus says nothing of it.")];
  } catch (error) {
    return failures(ids, messageOf(error));
  } finally {
    if (keepalive) alive -= bytes;
  }
}

const failures = (ids: readonly string[], message: string): Result[] =>
  ids.map((id) => ({ id, ok: false, code: "internal", message }));
