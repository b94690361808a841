import { mkdtemp, readdir, rm, writeFile } from "node:fs/promises";
import { createServer, type AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { MailMessage } from "@gradus/core";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { manualClock } from "../../../../test/support/clock.ts";
import { createOutbox, type Outbox } from "../../src/mail/outbox.ts";
import { openSmtp, type Smtp } from "./smtp.ts";

const message = (subject: string, to = "ada@example.org"): MailMessage => ({
  to: [to],
  subject,
  text: "text",
  html: "<p>text</p>",
  headers: { "Message-ID": "<one@gradus>" },
});

let directory: string;
let outbox: Outbox;
let problem: string | undefined;
let ids = 0;
const clock = manualClock();
const servers: Smtp[] = [];

const open = (smtpUrl?: string): Outbox =>
  createOutbox({
    directory,
    from: "gradus@localhost",
    smtpUrl,
    now: () => clock.now(),
    randomId: () => `id${(ids += 1)}abcdefgh`,
    log: () => undefined,
    onState: (text) => (problem = text),
  });
const serve = async (port = 0): Promise<Smtp> => {
  const smtp = await openSmtp(port);
  servers.push(smtp);
  return smtp;
};

beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), "gradus-mail-"));
  problem = undefined;
});
afterEach(async () => {
  await outbox.close();
  await Promise.all(servers.splice(0).map((s) => s.close()));
  await rm(directory, { recursive: true, force: true });
});

describe("without SMTP", () => {
  it("keeps every message as a file, and lists the newest first", async () => {
    outbox = open();
    await outbox.send(message("first"));
    clock.advance(1_000);
    const { id } = await outbox.send(
      message("zweite: Ärger mit dem Umlaut, und so lang, dass der Betreff umbrochen wird – ✓"),
    );
    expect(await outbox.list()).toEqual([
      {
        id,
        at: clock.now(),
        to: "ada@example.org",
        subject: "zweite: Ärger mit dem Umlaut, und so lang, dass der Betreff umbrochen wird – ✓",
      },
      expect.objectContaining({ subject: "first" }),
    ]);
    expect(await outbox.read(id)).toContain("Message-ID: <one@gradus>");
    expect(await outbox.flush()).toBe(0);
  });

  it("reads no file but its own", async () => {
    outbox = open();
    await writeFile(join(directory, "..", "gradus-mail-secret.eml"), "secret");
    expect(await outbox.read("../gradus-mail-secret")).toBeUndefined();
    await rm(join(directory, "..", "gradus-mail-secret.eml"));
  });
});

describe("with SMTP", () => {
  it("hands a message over as it stands in the outbox", async () => {
    const smtp = await serve();
    outbox = open(smtp.url);
    const { id } = await outbox.send(message("hello"));
    await outbox.close();
    expect(smtp.received).toMatchObject([{ from: "gradus@localhost", to: ["ada@example.org"] }]);
    expect(smtp.received[0]?.data.trim()).toBe((await outbox.read(id))?.replaceAll("\r\n", "\n").trim());
    expect(await outbox.list()).toEqual([expect.not.objectContaining({ unsent: expect.anything() })]);
    expect(problem).toBeUndefined();
  });

  it("keeps what a server that is down did not take, says so, and sends it once when it is up", async () => {
    const { port } = await serve();
    await servers.splice(0)[0]?.close();
    outbox = open(`smtp://127.0.0.1:${port}`);
    await outbox.send(message("one"));
    clock.advance(1_000);
    await outbox.send(message("two"));
    expect(await outbox.flush()).toBe(0);
    expect((await outbox.list()).map((m) => m.unsent)).toEqual([
      "is being sent",
      expect.stringContaining("ECONNREFUSED"),
    ]);
    expect(problem).toMatch(/2 messages wait .* ECONNREFUSED/);
    const smtp = await serve(port);
    expect(await outbox.flush()).toBe(2);
    expect(await outbox.flush()).toBe(0);
    expect(smtp.received.map((m) => /Subject: (.*)/.exec(m.data)?.[1])).toEqual(["one", "two"]);
    expect(problem).toBeUndefined();
    expect((await outbox.list()).filter((m) => m.unsent)).toEqual([]);
  });

  it("sends after a restart what was not sent before it", async () => {
    outbox = open("smtp://127.0.0.1:1");
    await outbox.send(message("one"));
    await outbox.close();
    const smtp = await serve();
    outbox = open(smtp.url);
    expect(await outbox.flush()).toBe(1);
    expect(smtp.received).toHaveLength(1);
  });

  it("is not held up by a message that the server refuses for good", async () => {
    const smtp = await serve();
    smtp.refuse("nobody@example.org");
    outbox = open(smtp.url);
    await outbox.send(message("refused", "nobody@example.org"));
    clock.advance(1_000);
    await outbox.send(message("fine"));
    await outbox.close();
    expect(smtp.received.map((m) => m.to)).toEqual([["ada@example.org"]]);
    expect((await outbox.list()).map((m) => m.unsent)).toEqual([
      undefined,
      expect.stringMatching(/^refused by SMTP: .*550/),
    ]);
    expect(problem).toContain("550");
  });

  it("does not make who sends wait for a server that says nothing", async () => {
    const silent = createServer().listen(0, "127.0.0.1");
    await new Promise((done) => silent.once("listening", done));
    const { port } = silent.address() as AddressInfo;
    outbox = open(`smtp://127.0.0.1:${port}?greetingTimeout=300`);
    await outbox.send(message("one"));
    expect((await outbox.list())[0]?.unsent).toBe("is being sent");
    await outbox.close();
    expect((await outbox.list())[0]?.unsent).toContain("did not take it yet");
    silent.close();
  });

  it("sets a damaged note aside and sends the others", async () => {
    const smtp = await serve();
    outbox = open("smtp://127.0.0.1:1");
    await outbox.send(message("one"));
    await outbox.close();
    await writeFile(join(directory, "unsent", "0000.json"), "{");
    outbox = open(smtp.url);
    expect(await outbox.flush()).toBe(1);
    expect(await readdir(join(directory, "unsent"))).toEqual(["0000.json.damaged"]);
  });
});
