import { mkdir, readdir, readFile, rename, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { OutboxMail } from "@gradus/api";
import { GradusError, type Mailer, messageOf } from "@gradus/core";
import { compose } from "@gradus/mail";
import { headOf } from "./head.ts";
import { smtpTransport, type Transport } from "./deliver.ts";
import { createWaiting, type WaitingNote } from "./waiting.ts";

export interface Outbox extends Mailer {
  list(limit?: number): Promise<OutboxMail[]>;
  /** The raw .eml text. */
  read(id: string): Promise<string | undefined>;
  /** Hands over what waits; gives how many were taken. */
  flush(): Promise<number>;
  /** Waits for the handing over under way. */
  close(): Promise<void>;
}

interface OutboxOptions {
  directory: string;
  from: string;
  smtpUrl?: string | undefined;
  now: () => number;
  randomId: () => string;
  log: (level: "info" | "warn" | "error", message: string, fields?: Record<string, unknown>) => void;
  /** What is wrong with handing over, if anything: one sentence, or undefined when all is handed over. */
  onState?: (problem: string | undefined) => void;
}

const EML = ".eml";

/**
 * Every message is an .eml file first, and handed over by SMTP, if that is configured, in the background: a mail server that
 * is down or slow loses nothing and holds up nothing. After a crash a message may be sent twice, with the same Message-ID.
 */
export function createOutbox(options: OutboxOptions): Outbox {
  const { directory, log } = options;
  const waiting = createWaiting(join(directory, "unsent"));
  const transport: Transport | undefined =
    options.smtpUrl === undefined ? undefined : smtpTransport(options.smtpUrl);
  let flushing: Promise<number> = Promise.resolve(0);

  const fileOf = (id: string): string => join(directory, `${id}${EML}`);

  /** The note comes before the message appears: a crash in between must not leave a message that is never sent. */
  async function keep(id: string, raw: Buffer, to: string[]): Promise<void> {
    try {
      await mkdir(directory, { recursive: true });
      await writeFile(`${fileOf(id)}.tmp`, raw);
      if (transport) await waiting.put(id, { to });
      await rename(`${fileOf(id)}.tmp`, fileOf(id));
    } catch (error) {
      const reason = `mail could not be written to ${directory}: ${messageOf(error)}`;
      throw new GradusError("unavailable", reason, {}, error);
    }
  }

  /** "stop" if the server cannot be used at all now. */
  async function handOver(id: string, { to }: WaitingNote): Promise<"taken" | "refused" | "stop"> {
    const raw = await readFile(fileOf(id)).catch(() => undefined);
    // Not there yet: it is being written at this moment.
    if (!raw || !transport) return "refused";
    const handover = await transport.hand({ from: options.from, to, raw });
    if (handover.taken) {
      await waiting.done(id);
      return "taken";
    }
    const { why, forGood } = handover;
    await waiting.put(id, { to, why, ...(forGood ? { refused: true } : {}) });
    log("error", forGood ? "SMTP refuses a message: it stays in the outbox" : "SMTP is not to be used now", {
      id,
      why,
    });
    return forGood ? "refused" : "stop";
  }

  async function handOverAll(): Promise<number> {
    let taken = 0;
    for (const [id, note] of await waiting.all()) {
      if (note.refused) continue;
      const outcome = await handOver(id, note);
      if (outcome === "stop") break;
      if (outcome === "taken") taken++;
    }
    options.onState?.(await problem());
    return taken;
  }

  async function problem(): Promise<string | undefined> {
    const notes = [...(await waiting.all()).values()];
    const why = notes.find((n) => n.why !== undefined)?.why;
    if (why === undefined) return undefined;
    return `${notes.length === 1 ? "A message waits" : `${notes.length} messages wait`} in ${directory}, because SMTP did not take ${notes.length === 1 ? "it" : "them"}: ${why}`;
  }

  /** One after the other: what is being handed over is not handed over a second time beside it. */
  const flush = (): Promise<number> => {
    if (!transport) return Promise.resolve(0);
    flushing = flushing.catch(() => 0).then(handOverAll);
    return flushing;
  };

  return {
    async send(message) {
      const at = options.now();
      const id = `${new Date(at).toISOString().replace(/[:.]/g, "-")}-${options.randomId().slice(0, 8)}`;
      await keep(id, await compose(options.from, message, at), message.to);
      flush().catch((error: unknown) =>
        log("error", "mail waits in the outbox", { error: messageOf(error) }),
      );
      return { id };
    },
    async list(limit = 50) {
      const names = (await readdir(directory).catch(() => [])).filter((n) => n.endsWith(EML));
      const notes = await waiting.all();
      const ids = names
        .sort()
        .reverse()
        .slice(0, limit)
        .map((n) => n.slice(0, -EML.length));
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
    flush,
    async close() {
      await flushing.catch(() => undefined);
      transport?.close();
    },
  };
}

function unsentText({ why, refused }: WaitingNote): string {
  if (why === undefined) return "is being sent";
  return refused ? `refused by SMTP: ${why}` : `SMTP did not take it yet: ${why}`;
}
