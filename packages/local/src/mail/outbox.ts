import { mkdir, readdir, readFile, rename, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { GradusError, type Mailer, type MailMessage } from "@gradus/core";
import { createTransport } from "nodemailer";
import MailComposer from "nodemailer/lib/mail-composer";

export interface OutboxMail {
  id: string;
  at: number;
  to: string;
  subject: string;
  /** Set if SMTP is configured and the message could not be handed over: it stays in the outbox and is sent again. */
  unsent?: string;
}

export interface Outbox extends Mailer {
  list(limit?: number): Promise<OutboxMail[]>;
  /** The raw .eml text. */
  read(id: string): Promise<string | undefined>;
  /** Tries to hand over again what SMTP refused. */
  flush(): Promise<number>;
}

interface OutboxOptions {
  directory: string;
  from: string;
  smtpUrl?: string | undefined;
  now: () => number;
  randomId: () => string;
  log: (level: "info" | "warn" | "error", message: string, fields?: Record<string, unknown>) => void;
}

/** Every message is written as an .eml file first and then, if configured, sent by SMTP: a mail server that is down loses nothing. */
export function createOutbox(options: OutboxOptions): Outbox {
  const unsentDir = join(options.directory, "unsent");
  const transport = options.smtpUrl === undefined ? undefined : createTransport(options.smtpUrl);

  async function deliver(id: string, raw: Buffer, to: string[]): Promise<void> {
    if (!transport) return;
    try {
      await transport.sendMail({ envelope: { from: options.from, to }, raw });
    } catch (error) {
      await mkdir(unsentDir, { recursive: true });
      await writeFile(join(unsentDir, `${id}.json`), JSON.stringify({ to, why: String(error).slice(0, 300) }));
      options.log("error", "mail is in the outbox, but SMTP did not take it; it will be sent again", { id, error: String(error) });
    }
  }

  return {
    async send(message) {
      await mkdir(options.directory, { recursive: true });
      const at = options.now();
      const id = `${new Date(at).toISOString().replace(/[:.]/g, "-")}-${options.randomId().slice(0, 8)}`;
      const raw = await compose(options.from, message, at);
      const file = join(options.directory, `${id}.eml`);
      try {
        await writeFile(`${file}.tmp`, raw);
        await rename(`${file}.tmp`, file);
      } catch (error) {
        throw new GradusError("unavailable", `mail could not be written to ${options.directory}: ${String(error)}`, {}, error);
      }
      await deliver(id, raw, message.to);
      return { id };
    },
    async list(limit = 50) {
      const names = (await readdir(options.directory).catch(() => [])).filter((n) => n.endsWith(".eml")).sort().reverse();
      const unsent = new Set((await readdir(unsentDir).catch(() => [])).filter((n) => n.endsWith(".json")).map((n) => n.replace(/\.json$/, "")));
      return Promise.all(names.slice(0, limit).map(async (name) => summary(name.slice(0, -4), await readFile(join(options.directory, name), "utf8"), unsent)));
    },
    async read(id) {
      if (!/^[\w-]+$/.test(id)) return undefined;
      return readFile(join(options.directory, `${id}.eml`), "utf8").catch(() => undefined);
    },
    async flush() {
      if (!transport) return 0;
      const names = (await readdir(unsentDir).catch(() => [])).filter((n) => n.endsWith(".json"));
      let sent = 0;
      for (const name of names) {
        const id = name.replace(/\.json$/, "");
        const { to } = JSON.parse(await readFile(join(unsentDir, name), "utf8")) as { to: string[] };
        const raw = await readFile(join(options.directory, `${id}.eml`));
        try {
          await transport.sendMail({ envelope: { from: options.from, to }, raw });
          await rename(join(unsentDir, name), join(unsentDir, `${name}.sent`));
          sent++;
        } catch {
          return sent;
        }
      }
      return sent;
    },
  };
}

function compose(from: string, message: MailMessage, at: number): Promise<Buffer> {
  const { "In-Reply-To": inReplyTo, References: references, ...headers } = message.headers;
  return new MailComposer({
    from,
    to: message.to,
    subject: message.subject,
    text: message.text,
    html: message.html,
    date: new Date(at),
    headers,
    ...(inReplyTo === undefined ? {} : { inReplyTo }),
    ...(references === undefined ? {} : { references }),
  })
    .compile()
    .build();
}

function summary(id: string, raw: string, unsent: ReadonlySet<string>): OutboxMail {
  const head = raw.slice(0, raw.search(/\r?\n\r?\n/)).replace(/\r?\n[ \t]+/g, " ");
  const field = (name: string): string => new RegExp(`^${name}: (.*)$`, "im").exec(head)?.[1]?.trim() ?? "";
  return { id, at: Date.parse(field("Date")) || 0, to: field("To"), subject: decode(field("Subject")), ...(unsent.has(id) ? { unsent: "SMTP did not take it yet" } : {}) };
}

/** RFC 2047 encoded words, as nodemailer writes them (UTF-8, Q or B). */
const decode = (text: string): string =>
  text.replace(/=\?utf-8\?([qb])\?([^?]*)\?=\s*/gi, (_, kind: string, body: string) =>
    kind.toLowerCase() === "b"
      ? Buffer.from(body, "base64").toString("utf8")
      : Buffer.from(body.replace(/_/g, " ").replace(/=([0-9A-F]{2})/gi, (_m, hex: string) => String.fromCharCode(Number.parseInt(hex, 16))), "latin1").toString("utf8"),
  );
