import { type Clock, GradusError, type Host, isGradusError } from "@gradus/core";
import { type Act, createActs } from "./acts.ts";
import { type Answer, parseAnswers } from "./answer.ts";
import type { KnownCommands } from "./commands.ts";
import { createLooks } from "./looks.ts";
import { environmentOver, processOver } from "./processes.ts";
import { diskOver, listOver, readFileOver, statOver } from "./read-files.ts";
import { runOver } from "./run-known.ts";
import { type Sample, takeSample } from "./sample.ts";
import { DELIVERY_MS, type SsmTransport } from "./transport.ts";
import { argsOf, MAX_ARGS } from "./words.ts";

export interface SsmHostOptions {
  /** As targets name it; "ssm:<instance>" where it is left out. */
  id?: string;
  instance: string;
  transport: SsmTransport;
  /** Names of the deployed documents. Without `act` nothing can be changed. */
  documents: { observe: string; act?: string | undefined };
  /** What the documents were made of. */
  commands: KnownCommands;
  clock: Clock;
  pause: (ms: number) => Promise<void>;
  /** For how long questions are gathered for one command. */
  gatherMs?: number;
  /** How old processes, load and listeners may be. */
  snapshotMs?: number;
  /** How long a look may take, delivery included. */
  timeoutMs?: number;
  /** After a look that did not reach the machine, for how long the next ones fail at once. */
  restMs?: number;
}

/** Beyond what a command itself may take: the agent's beginning and end of it. */
const MARGIN_SECONDS = 15;

/** A machine behind Systems Manager. What it looks at goes through one document, what it changes through the other. */
export function createSsmHost(options: SsmHostOptions): Host {
  const { instance, transport, documents, commands, clock, pause } = options;
  const { gatherMs = 20, snapshotMs = 2_000, timeoutMs = 20_000, restMs = 15_000 } = options;
  const id = options.id ?? `ssm:${instance}`;
  let snapshot: { at: number; sample: Promise<Sample> } | undefined;
  let down: { until: number; error: unknown } | undefined;

  const send = async (
    document: string,
    op: string,
    words: ReadonlyArray<string | number>,
    time: { seconds: number; timeoutMs: number },
  ): Promise<Map<number, Answer>> => {
    const parameters = { op, args: argsOf(words), timeout: String(time.seconds) };
    const outcome = await transport.run({ instance, document, parameters, timeoutMs: time.timeoutMs });
    return parseAnswers(outcome, `${instance}: ${op}`);
  };

  const one = async (...given: Parameters<typeof send>): Promise<Answer> => {
    const answer = (await send(...given)).get(0);
    if (!answer) throw new GradusError("corrupt", `${instance}: no answer to ${given[1]}`);
    return answer;
  };

  const look = createLooks({
    most: MAX_ARGS,
    gather: () => pause(gatherMs),
    async send(questions) {
      if (down && clock.now() < down.until) throw down.error;
      try {
        return await send(documents.observe, "look", questions.flat(), { seconds: 60, timeoutMs });
      } catch (error) {
        const away = isGradusError(error) && (error.code === "unavailable" || error.code === "timeout");
        if (away) down = { until: clock.now() + restMs, error };
        throw error;
      }
    },
  });

  /** Until it is sure that it was never delivered, an act is waited for: given up, it might still be done. */
  const lasting = (seconds: number): { seconds: number; timeoutMs: number } => ({
    seconds: seconds + MARGIN_SECONDS,
    timeoutMs: DELIVERY_MS + (seconds + 2 * MARGIN_SECONDS) * 1_000,
  });

  const act: Act = async (op, words) => {
    if (documents.act === undefined)
      throw new GradusError("forbidden", `${op} on ${instance}: only looking is allowed here`);
    snapshot = undefined;
    return one(documents.act, op, words, lasting(30));
  };

  const sampled = async (maxAgeMs: number): Promise<Sample> => {
    const at = clock.now();
    if (!snapshot || at - snapshot.at >= maxAgeMs || at < snapshot.at) {
      const taken = { at, sample: takeSample(look) };
      snapshot = taken;
      taken.sample.catch(() => {
        if (snapshot === taken) snapshot = undefined;
      });
    }
    return snapshot.sample;
  };

  const run = runOver(
    (kind, words, seconds) => {
      if (kind === "act") snapshot = undefined;
      const document = kind === "act" ? (documents.act ?? documents.observe) : documents.observe;
      return one(document, "run", words, lasting(seconds));
    },
    commands,
    documents.act !== undefined,
  );

  return {
    id,
    run,
    readFile: readFileOver(look),
    stat: statOver(look),
    list: listOver(look),
    disk: diskOver(look),
    process: processOver(look),
    environment: environmentOver(look),
    processes: async ({ maxAgeMs = snapshotMs } = {}) => [...(await sampled(maxAgeMs)).processes],
    listeners: async () => [...(await sampled(snapshotMs)).listeners],
    load: async () => (await sampled(snapshotMs)).load,
    ...createActs(act),
  };
}
