import { messageOf } from "../../api/problem.ts";
import type { CareResult } from "../../api/types.ts";
import type { Order } from "./care.ts";

/** As many as the API takes at once. */
export const MOST_AT_ONCE = 200;

type Result = CareResult["results"][number];
export type Send = (body: Order & { ids: string[] }) => Promise<CareResult>;

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
  const one = async (batch: string[]): Promise<void> => heard(await answers(send, order, batch));
  if (leaving) await Promise.all(batches.map(one));
  else for (const batch of batches) await one(batch);
}

async function answers(send: Send, order: Order, ids: string[]): Promise<readonly Result[]> {
  try {
    const { results } = await send({ ...order, ids });
    const told = new Set(results.map(({ id }) => id));
    const silent = ids.filter((id) => !told.has(id));
    return [...results, ...failures(silent, "Gradus says nothing of it.")];
  } catch (error) {
    return failures(ids, messageOf(error));
  }
}

const failures = (ids: readonly string[], message: string): Result[] =>
  ids.map((id) => ({ id, ok: false, code: "internal", message }));
