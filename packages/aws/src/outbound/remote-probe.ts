import { type FactOf, GradusError, messageOf, redact, type Target } from "@gradus/core";
import { type Page, type PageRequest, type Probe, probeOver, type Reach } from "@gradus/detectors";
import * as z from "zod";
import { type Answer, answerSchema, MOST_ASKS } from "./ask.ts";
import { type BatchOptions, createBatches } from "./batch.ts";
import { isDeclared } from "./declared.ts";

/** Calls a function with what it is asked, and gives what it answers. Throws GradusError. */
export type Invoke = (payload: unknown) => Promise<unknown>;

export interface RemoteProbeOptions {
  /** Targets that no deployed file declares. */
  discovered?: readonly Target[];
  waitMs?: number;
  later?: BatchOptions["later"];
}

/** In each invocation at least one page finds room: this many are enough for what a batch may hold. */
const ROUNDS = MOST_ASKS;
const OURS = "Gradus' own probe failed, so nothing is known of the target";

/**
 * A probe whose requests are made by a function that may do nothing else. Where that function fails or refuses, a check
 * rejects and a page is blind: it never looks as if the target had not answered.
 */
export const createRemoteProbe = (invoke: Invoke, options: RemoteProbeOptions = {}): Probe =>
  probeOver(createRemoteReach(invoke, options));

function createRemoteReach(invoke: Invoke, options: RemoteProbeOptions): Reach {
  const { discovered = [], waitMs = 5, later = setTimeout } = options;
  const inBatch = createBatches<Record<string, unknown>, Answer>((asks) => send(invoke, asks), {
    waitMs,
    later,
    most: MOST_ASKS,
  });
  return {
    close: () => undefined,
    async check(check, id) {
      const ask = { kind: "check", check } as const;
      const answer = await inBatch(isDeclared(ask, discovered) ? { ...ask, discovered: true } : ask);
      return { ...factOf(answer), check: id };
    },
    async page(want) {
      try {
        return await askPage(inBatch, want);
      } catch (error) {
        return { ok: false, outcome: "error", detail: messageOf(error), blind: true, latencyMs: 0 };
      }
    },
  };
}

function factOf(answer: Answer): FactOf<"check"> {
  if (answer.kind === "check") return answer.fact;
  throw withoutAnswer(answer);
}

async function askPage(
  ask: (ask: Record<string, unknown>) => Promise<Answer>,
  want: PageRequest,
): Promise<Page> {
  for (let round = 1; ; round++) {
    const answer = await ask({ kind: "page", ...want });
    if (answer.kind === "page") return answer.page;
    const isFull = answer.kind === "none" && answer.code === "conflict";
    if (!isFull || round >= ROUNDS) throw withoutAnswer(answer);
  }
}

const withoutAnswer = (answer: Answer): GradusError =>
  answer.kind === "none"
    ? new GradusError(answer.code, `not asked: ${answer.detail}`)
    : new GradusError("unavailable", `${OURS}: it answered something else than it was asked`);

async function send(invoke: Invoke, asks: readonly unknown[]): Promise<readonly Answer[]> {
  let said: unknown;
  try {
    said = await invoke({ asks });
  } catch (error) {
    throw new GradusError("unavailable", `${OURS}: ${redact(messageOf(error), 300)}`, {}, error);
  }
  const parsed = z.object({ answers: z.array(answerSchema).length(asks.length) }).safeParse(said);
  if (parsed.success) return parsed.data.answers;
  throw new GradusError("unavailable", `${OURS}: its answer is not understood`, {}, parsed.error);
}
