import { type Context, messageOf, remind } from "@gradus/core";
import { Cron } from "croner";
import type { Outbox } from "../mail/outbox.ts";

interface Work {
  context: () => Context;
  outbox: Outbox;
  /** Keeps what detection remembers. */
  save: () => Promise<void>;
  /** Starts tasks again whose execution is gone. */
  redrive: () => Promise<unknown>;
}

/** The standing jobs beside detection. Each runs alone, and one that fails is logged and tried again on time. */
export function startSchedules(work: Work): { stop(): void } {
  const job = (name: string, pattern: string, run: () => Promise<unknown>): Cron =>
    new Cron(
      pattern,
      { protect: true, unref: true, catch: (error) => work.context().log("error", `the schedule "${name}" failed`, { error: messageOf(error) }) },
      async () => {
        await run();
      },
    );
  const jobs = [
    job("reminders", "*/5 * * * *", () => remind(work.context())),
    job("remember", "*/20 * * * * *", work.save),
    job("redrive", "*/2 * * * *", work.redrive),
    job("unsent mail", "*/3 * * * *", () => work.outbox.flush()),
  ];
  return { stop: () => jobs.forEach((j) => j.stop()) };
}
