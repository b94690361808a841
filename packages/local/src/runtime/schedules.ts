import { type Context, messageOf } from "@gradus/core";
import { Cron } from "croner";

interface Work {
  /** Keeps waiting tasks alive and reminds people. */
  remind: () => Promise<unknown>;
  /** Sends summaries to those whose morning it is. */
  summarise: () => Promise<unknown>;
  /** Keeps what detection remembers. */
  remember: () => Promise<unknown>;
  /** Starts tasks again whose execution is gone. */
  redrive: () => Promise<unknown>;
  sendMail: () => Promise<unknown>;
  checkStore: () => Promise<unknown>;
  /** Says it where targets have not been seen for long. */
  checkSight: () => Promise<unknown>;
}

const SCHEDULE: ReadonlyArray<readonly [name: keyof Work, pattern: string]> = [
  ["checkStore", "*/5 * * * * *"],
  ["checkSight", "*/30 * * * * *"],
  ["remember", "*/20 * * * * *"],
  ["redrive", "*/2 * * * *"],
  ["sendMail", "*/3 * * * *"],
  ["remind", "*/5 * * * *"],
  ["summarise", "*/5 * * * *"],
];

export interface Schedules {
  /** Begins no job any more, and waits for those under way. */
  stop(): Promise<void>;
}

/** The standing jobs beside detection. None overlaps itself; one that fails is logged and tried again on time. */
export function startSchedules(work: Work, log: Context["log"]): Schedules {
  const running = new Set<Promise<void>>();
  const run = async (name: keyof Work): Promise<void> => {
    try {
      await work[name]();
    } catch (error) {
      log("error", `the schedule "${name}" failed, and is tried again on time`, { error: messageOf(error) });
    }
  };
  const jobs = SCHEDULE.map(
    ([name, pattern]) =>
      new Cron(pattern, { protect: true, unref: true }, async () => {
        const job = run(name);
        running.add(job);
        await job;
        running.delete(job);
      }),
  );
  return {
    async stop() {
      for (const job of jobs) job.stop();
      await Promise.all(running);
    },
  };
}
