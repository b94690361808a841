import { mkdir, readdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { OutboxMail } from "@gradus/api";
import { GradusError, type Mailer, messageOf } from "@gradus/core";
import { compose } from "@gradus/mail";
import { headOf } from "./head.ts";
import { smtpTransport } from "./deliver.ts";
import { createHandingOver } from "./handover.ts";
import { createWaiting, type WaitingNote } from "./waiting.ts";

export interface Outbox extends Mailer {
  /** Newest first; `before`: only those that are older than the one of that id. */
  list(limit?: number, before?: string): Promise<OutboxMail[]>;
  /** The raw .eml text. */
  read(id: string): Promise<string | undefined>;
  /** Hands over what waits; gives how many were taken. Called now and then. */
  flush(): Promise<number>;
  /** Waits for the message that is being handed over. */
  close(): Promise<void>;
}

/** Messages that are not taken yet, or for good, and that cannot even be written. */
export type MailProblem = "waiting" | "refused" | "unwritten";

interface OutboxOptions {
  directory: string;
  from: string;
  smtpUrl?: string | undefined;
  now: () => number;
  randomId: () => string;
  log: (level: "info" | "warn" | "error", message: string, fields?: Record<string, unknown>) => void;
  /** What is wrong with mail, in one sentence each; undefined when it no longer is. */
  onProblem?: (about: MailProblem, text: string | undefined) => void;
}

const EML = ".eml";

/**
 * Every message is an .eml file first, and handed over by SMTP, if that is configured, in the background: a mail server that
 * is down or slow loses nothing and holds up nothing. After a crash a message may be sent twice, with the same Message-ID.
 */
export function createOutbox(options: OutboxOptions): Outbox {
  const { directory, log } = options;
  const waiting = createWaiting(join(directory, "unsent"));
  const fileOf = (id: string): string => join(directory, `${id}${EML}`);
  const { smtpUrl, onProblem = () => undefined } = options;
  const smtp =
    smtpUrl === undefined
      ? undefined
      : createHandingOver({
          ...options,
          transport: smtpTransport(smtpUrl),
          waiting,
          onProblem,
          read: (id) => readFile(fileOf(id)).catch(() => undefined),
        });

  let isWritable = true;

  /** The note comes before the message appears: a crash in between must not leave a message that is never sent. */
  async function keep(id: string, raw: Buffer, to: string[]): Promise<void> {
    try {
      await mkdir(directory, { recursive: true });
      await writeFile(`${fileOf(id)}.tmp`, raw);
      if (smtp) await waiting.put(id, { to });
      await rename(`${fileOf(id)}.tmp`, fileOf(id));
      written(true);
    } catch (error) {
      const reason = `mail could not be written to ${directory}: ${messageOf(error)}`;
      written(
        false,
        `Mail to people is lost, because it cannot be written to ${directory}: ${messageOf(error)}`,
      );
      throw new GradusError("unavailable", reason, {}, error);
    }
  }

  function written(can: boolean, problem?: string): void {
    isWritable = can;
    onProblem("unwritten", problem);
  }

  /** Days may go by until the next message: that the disk takes them again is seen before. */
  async function lookAgain(): Promise<void> {
    if (isWritable) return;
    const probe = join(directory, "probe.tmp");
    await mkdir(directory, { recursive: true })
      .then(() => writeFile(probe, "may be removed"))
      .then(() => rm(probe, { force: true }))
      .then(
        () => written(true),
        () => undefined,
      );
  }

  return {
    async send(message) {
      const at = options.now();
      const id = `${new Date(at).toISOString().replace(/[:.]/g, "-")}-${options.randomId().slice(0, 8)}`;
      await keep(id, await compose(options.from, message, at), message.to);
      smtp
        ?.flush()
        .catch((error: unknown) => log("error", "mail waits in the outbox", { error: messageOf(error) }));
      return { id };
    },
    async list(limit = 50, before?: string) {
      const names = (await readdir(directory).catch(() => [])).filter((n) => n.endsWith(EML));
      const notes = await waiting.all();
      const ids = names
        .map((n) => n.slice(0, -EML.length))
        .filter((id) => before === undefined || id < before)
        .sort()
        .reverse()
        .slice(0, limit);
      return Promise.all(
        ids.map(async (id) => {
          const head = headOf(await readFile(fileOf(id), "utf8").catch(() => ""));
          const note = notes.get(id);
          return { id, ...head, ...(note ? { unsent: unsentText(note) } : {}) };
        }),
      );
    },
    async read(id) {
      if (!/^[\w-]+$/.test(id)) return undefined;
      return readFile(fileOf(id), "utf8").catch(() => undefined);
    },
    async flush() {
      await lookAgain();
      return (await smtp?.flush()) ?? 0;
    },
    close: async () => smtp?.close(),
  };
}

function unsentText({ why, refused }: WaitingNote): string {
  if (why === undefined) return "is being sent";
  return refused ? `refused by SMTP: ${why}` : `SMTP did not take it yet: ${why}`;
}
