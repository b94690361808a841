import { type Context, messageOf } from "@gradus/core";
import type { Transport } from "./deliver.ts";
import type { Waiting, WaitingNote } from "./waiting.ts";

export interface HandingOver {
  /** One pass over what waits; gives how many were taken. */
  flush(): Promise<number>;
  /** Ends the pass under way after the message that is being handed over: what is left waits for the next start. */
  close(): Promise<void>;
}

export interface HandoverOptions {
  transport: Transport;
  waiting: Waiting;
  from: string;
  directory: string;
  /** The message; undefined while it is being written. */
  read: (id: string) => Promise<Buffer | undefined>;
  now: () => number;
  log: Context["log"];
  /** What is wrong, in one sentence each; undefined when it no longer is. */
  onProblem: (about: "waiting" | "refused", text: string | undefined) => void;
}

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;
/** A message that was not taken for now is offered again after so long, then twice as long, … */
const FIRST_MS = 3 * MINUTE;
const LONGEST_MS = 60 * MINUTE;
/** … and given up after so long (RFC 5321, 4.5.4.1). */
const GIVE_UP_MS = 5 * DAY;
/** That a message was refused for good is no news after so long; the outbox says it for ever. */
const SAID_MS = DAY;

export function createHandingOver(options: HandoverOptions): HandingOver {
  const { transport, waiting, log, now } = options;
  let running: Promise<number> | undefined;
  let queued: Promise<number> | undefined;
  let closing = false;

  async function handOver(id: string, note: WaitingNote): Promise<"taken" | "left" | "stop"> {
    const raw = await options.read(id);
    if (!raw) return "left";
    const { to } = note;
    const handover = await transport.hand({ from: options.from, to, raw });
    switch (handover.outcome) {
      case "taken":
        await waiting.done(id);
        return "taken";
      case "later":
        await notTaken(id, note, handover.why);
        return "left";
      case "refused":
        await refused(id, note, handover.why);
        return "left";
      case "stop":
        await waiting.put(id, { ...note, why: handover.why });
        log("error", "SMTP is not to be used now", { id, why: handover.why });
        return "stop";
      default:
        return handover satisfies never;
    }
  }

  async function notTaken(id: string, note: WaitingNote, why: string): Promise<void> {
    const { to, since = now(), tries = 0 } = note;
    if (now() - since >= GIVE_UP_MS) return refused(id, note, `for ${GIVE_UP_MS / DAY} days now: ${why}`);
    const notBefore = now() + Math.min(FIRST_MS * 2 ** tries, LONGEST_MS);
    await waiting.put(id, { to, why, since, tries: tries + 1, notBefore });
    log("warn", "SMTP does not take a message for now: it is offered again", { id, why, notBefore });
  }

  async function refused(id: string, { to }: WaitingNote, why: string): Promise<void> {
    await waiting.put(id, { to, why, refused: true, since: now() });
    log("error", "SMTP refuses a message: it stays in the outbox", { id, why });
  }

  async function pass(): Promise<number> {
    let taken = 0;
    for (const [id, note] of await waiting.all()) {
      if (closing) break;
      if (note.refused || (note.notBefore ?? 0) > now()) continue;
      const outcome = await handOver(id, note).catch((error: unknown) => {
        // A note that cannot be written: the message is offered again, and holds up no other.
        log("error", "what became of a message cannot be noted", { id, error: messageOf(error) });
        return "left" as const;
      });
      if (outcome === "stop") break;
      if (outcome === "taken") taken++;
    }
    await say();
    return taken;
  }

  async function say(): Promise<void> {
    const notes = [...(await waiting.all()).values()];
    options.onProblem("waiting", waitingText(notes, options.directory));
    options.onProblem("refused", refusedText(notes, options.directory, now() - SAID_MS));
  }

  /** What is being handed over is not handed over a second time beside it; one pass after this one does for all who ask. */
  function flush(): Promise<number> {
    if (closing) return Promise.resolve(0);
    if (running) {
      queued ??= running
        .catch(() => 0)
        .then(() => {
          queued = undefined;
          return flush();
        });
      return queued;
    }
    const begun = pass().finally(() => (running = undefined));
    running = begun;
    return begun;
  }

  return {
    flush,
    async close() {
      closing = true;
      await running?.catch(() => undefined);
      transport.close();
    },
  };
}

function waitingText(notes: readonly WaitingNote[], directory: string): string | undefined {
  const left = notes.filter((n) => !n.refused);
  const why = left.find((n) => n.why !== undefined)?.why;
  if (why === undefined) return undefined;
  const isOne = left.length === 1;
  return `${isOne ? "A message waits" : `${left.length} messages wait`} in ${directory}, because SMTP did not take ${isOne ? "it" : "them"}: ${why}`;
}

function refusedText(notes: readonly WaitingNote[], directory: string, from: number): string | undefined {
  const fresh = notes.filter((n) => n.refused && (n.since ?? 0) > from);
  if (fresh.length === 0) return undefined;
  const what = fresh.length === 1 ? "A message was" : `${fresh.length} messages were`;
  return `${what} refused by SMTP and will not be sent (said for a day; they stay in ${directory}): ${fresh.at(-1)?.why}`;
}
