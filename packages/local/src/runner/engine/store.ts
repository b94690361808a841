import { Halted } from "../fault.ts";
import type { HistoryEvent } from "../history/event.ts";
import type { ExecutionRecord } from "../journal.ts";
import { RecordTooLarge } from "../journal.ts";
import type { Engine } from "./engine.ts";
import { sleepUntil } from "./signal.ts";

const FIRST_PAUSE_MS = 100;
const LONGEST_PAUSE_MS = 30_000;

/** There is an execution with this id; the new one was not stored. */
export class AlreadyExists extends Error {
  override readonly name = "AlreadyExists";
}

/**
 * Writes one version. A first version is tried once, and its fault is the caller's. A later one is tried until it
 * is stored, because work was done that must not be forgotten; Halted means that another runner went ahead of us.
 */
export const store = async (
  engine: Engine,
  record: ExecutionRecord,
  events: readonly HistoryEvent[],
): Promise<void> => {
  if (record.version === 1) {
    if ((await engine.journal.start(record, events)) === "exists") throw new AlreadyExists(record.id);
    return;
  }
  for (let attempt = 0; ; attempt++) {
    try {
      if ((await engine.journal.commit(record, events)) === "committed") return;
      if (attempt > 0 && (await isOurs(engine, record))) return;
      engine.log.error("another runner goes on with this execution", { execution: record.id });
      throw new Halted("another runner goes on with this execution");
    } catch (fault) {
      if (fault instanceof Halted || fault instanceof RecordTooLarge) throw fault;
      engine.log.warn("the journal did not take a write; trying again", {
        execution: record.id,
        attempt,
        fault,
      });
      const pauseMs = Math.min(FIRST_PAUSE_MS * 2 ** attempt, LONGEST_PAUSE_MS);
      await sleepUntil(engine.clock, engine.clock.now() + pauseMs, engine.closing);
    }
  }
};

/** A write whose answer was lost may have been stored all the same. */
const isOurs = async (engine: Engine, record: ExecutionRecord): Promise<boolean> => {
  const stored = await engine.journal.load(record.id);
  return stored?.version === record.version && stored.writer === record.writer;
};
