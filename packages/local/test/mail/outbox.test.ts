import { mkdtemp, readdir, rm, writeFile } from "node:fs/promises";
import { createServer, type AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { MailMessage } from "@gradus/core";
import * as fc from "fast-check";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { manualClock } from "../../../../test/support/clock.ts";
import { createOutbox, type MailProblem, type Outbox } from "../../src/mail/outbox.ts";
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
const problems = new Map<MailProblem, string>();
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
    onProblem: (about, text) =>
      void (text === undefined ? problems.delete(about) : problems.set(about, text)),
  });
const serve = async (port = 0): Promise<Smtp> => {
  const smtp = await openSmtp(port);
  servers.push(smtp);
  return smtp;
};

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const to = (smtp: Smtp): string[] => smtp.received.flatMap((m) => m.to);
const subjects = (smtp: Smtp) => smtp.received.map((m) => /Subject: (.*)/.exec(m.data)?.[1]);
const unsent = async () => (await outbox.list()).map((m) => m.unsent);

beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), "gradus-mail-"));
  problems.clear();
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

  it("lists what is older than a message, whatever has come since", async () => {
    outbox = open();
    const sent: string[] = [];
    for (const subject of ["a", "b", "c"]) {
      sent.push((await outbox.send(message(subject))).id);
      clock.advance(1_000);
    }
    expect((await outbox.list(1, sent[2])).map(({ id }) => id)).toEqual([sent[1]]);
    await outbox.send(message("d"));
    expect((await outbox.list(9, sent[1])).map(({ id }) => id)).toEqual([sent[0]]);
    expect(await outbox.list(9, sent[0])).toEqual([]);
  });

  it("says so while messages cannot be written, and when they can be again", async () => {
    await rm(directory, { recursive: true });
    await writeFile(directory, "a file where the outbox should be");
    outbox = open();
    await expect(outbox.send(message("lost"))).rejects.toMatchObject({ code: "unavailable" });
    expect([...problems]).toEqual([["unwritten", expect.stringContaining(directory)]]);
    await outbox.flush();
    expect(problems.has("unwritten")).toBe(true);
    await rm(directory);
    await outbox.flush();
    expect([...problems]).toEqual([]);
    expect(await outbox.list()).toEqual([]);
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
    await outbox.flush();
    expect(smtp.received).toMatchObject([{ from: "gradus@localhost", to: ["ada@example.org"] }]);
    expect(smtp.received[0]?.data.trim()).toBe((await outbox.read(id))?.replaceAll("\r\n", "\n").trim());
    expect(await outbox.list()).toEqual([expect.not.objectContaining({ unsent: expect.anything() })]);
    expect([...problems]).toEqual([]);
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
    expect(problems.get("waiting")).toMatch(/2 messages wait .* ECONNREFUSED/);
    const smtp = await serve(port);
    expect(await outbox.flush()).toBe(2);
    expect(await outbox.flush()).toBe(0);
    expect(smtp.received.map((m) => /Subject: (.*)/.exec(m.data)?.[1])).toEqual(["one", "two"]);
    expect([...problems]).toEqual([]);
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

  it("is not held up by a message that the server refuses for good, and says that for a day", async () => {
    const smtp = await serve();
    smtp.refuse("nobody@example.org");
    outbox = open(smtp.url);
    await outbox.send(message("refused", "nobody@example.org"));
    clock.advance(1_000);
    await outbox.send(message("fine"));
    await outbox.flush();
    expect(to(smtp)).toEqual(["ada@example.org"]);
    expect(await unsent()).toEqual([undefined, expect.stringMatching(/^refused by SMTP: .*550/)]);
    expect([...problems]).toEqual([["refused", expect.stringContaining("550")]]);
    smtp.accept("nobody@example.org");
    clock.advance(DAY);
    expect(await outbox.flush()).toBe(0);
    expect([...problems]).toEqual([]);
    expect(await unsent()).toEqual([undefined, expect.stringMatching(/^refused by SMTP/)]);
  });

  it("is not held up by a mailbox that is full, and offers that message again later", async () => {
    const smtp = await serve();
    smtp.refuse("full@example.org", "452 4.2.2 mailbox full");
    outbox = open(smtp.url);
    await outbox.send(message("first", "full@example.org"));
    clock.advance(1_000);
    await outbox.send(message("second"));
    await outbox.flush();
    expect(to(smtp)).toEqual(["ada@example.org"]);
    expect(await unsent()).toEqual([undefined, expect.stringContaining("452")]);
    expect([...problems]).toEqual([["waiting", expect.stringMatching(/A message waits .*452/)]]);
    smtp.accept("full@example.org");
    expect(await outbox.flush()).toBe(0);
    clock.advance(3 * MINUTE);
    expect(await outbox.flush()).toBe(1);
    expect(to(smtp)).toEqual(["ada@example.org", "full@example.org"]);
    expect([...problems]).toEqual([]);
  });

  it("is not held up by a message that the server does not take for now when it has seen it", async () => {
    const smtp = await serve();
    smtp.refuseText("odd", "451 4.3.0 the filter is away");
    outbox = open(smtp.url);
    await outbox.send(message("odd"));
    clock.advance(1_000);
    await outbox.send(message("fine"));
    await outbox.flush();
    expect(subjects(smtp)).toEqual(["fine"]);
    expect(await unsent()).toEqual([undefined, expect.stringContaining("451")]);
  });

  it("offers a message for five days, at most once an hour in the end, and then sets it aside", async () => {
    const smtp = await serve();
    smtp.refuse("full@example.org", "452 4.2.2 mailbox full");
    outbox = open(smtp.url);
    await outbox.send(message("first", "full@example.org"));
    await outbox.flush();
    for (let hour = 0; hour < 5 * 24; hour++) {
      expect(problems.has("refused")).toBe(false);
      for (let pass = 0; pass < 20; pass++) {
        clock.advance(3 * MINUTE);
        await outbox.flush();
      }
    }
    clock.advance(HOUR);
    await outbox.flush();
    expect(smtp.offered).toBeGreaterThan(5 * 24);
    expect(smtp.offered).toBeLessThan(5 * 24 + 8);
    expect([...problems]).toEqual([["refused", expect.stringContaining("for 5 days")]]);
  });

  it("keeps everything while the server takes nothing from this sender", async () => {
    const smtp = await serve();
    smtp.sender("553 5.7.1 not your address");
    outbox = open(smtp.url);
    await outbox.send(message("one"));
    clock.advance(1_000);
    await outbox.send(message("two"));
    await outbox.flush();
    expect([...problems]).toEqual([["waiting", expect.stringMatching(/2 messages wait .*553/)]]);
    smtp.sender();
    expect(await outbox.flush()).toBe(2);
  });

  it("whatever the server says to each message, all that it takes arrive in order, and each is taken once", async () => {
    const replies = fc.array(fc.constantFrom("250 ok", "451 later", "452 full", "550 never"), {
      maxLength: 12,
    });
    await fc.assert(
      fc.asyncProperty(replies, async (said) => {
        const smtp = await serve();
        directory = await mkdtemp(join(tmpdir(), "gradus-mail-"));
        const own = open(smtp.url);
        for (const [i, reply] of said.entries()) {
          if (!reply.startsWith("250")) smtp.refuse(`m${i}@example.org`, reply);
          await own.send(message(`${i}`, `m${i}@example.org`));
          clock.advance(1_000);
        }
        await own.flush();
        await own.flush();
        const address = (i: number): string => `m${i}@example.org`;
        const of = (code: RegExp): string[] => said.flatMap((r, i) => (code.test(r) ? [address(i)] : []));
        expect(to(smtp)).toEqual(of(/^250/));
        said.forEach((_, i) => smtp.accept(address(i)));
        clock.advance(HOUR);
        await own.flush();
        expect(to(smtp)).toEqual([...of(/^250/), ...of(/^4/)]);
        await own.close();
        await rm(directory, { recursive: true, force: true });
      }),
      { numRuns: 15 },
    );
  });

  it("stops after the message that is being handed over, whatever waits behind it", async () => {
    const smtp = await serve();
    outbox = open("smtp://127.0.0.1:1");
    for (const subject of ["one", "two", "three"]) {
      await outbox.send(message(subject));
      clock.advance(1_000);
    }
    await outbox.close();
    const release = smtp.hold();
    outbox = open(smtp.url);
    const passes = [1, 2, 3, 4, 5].map(() => outbox.flush());
    await vi.waitFor(() => expect(smtp.offered).toBe(1));
    const closed = outbox.close();
    release();
    await closed;
    expect(subjects(smtp)).toEqual(["one"]);
    await Promise.all(passes);
    expect(subjects(smtp)).toEqual(["one"]);
    outbox = open(smtp.url);
    expect(await outbox.flush()).toBe(2);
  });

  it("however many ask for a pass while one is under way, there is one more", async () => {
    const smtp = await serve();
    smtp.sender("451 later");
    outbox = open(smtp.url);
    await outbox.send(message("one"));
    await outbox.flush();
    const before = smtp.offered;
    await Promise.all(Array.from({ length: 20 }, () => outbox.flush()));
    expect(smtp.offered - before).toBe(2);
  });

  it("does not make who sends wait for a server that says nothing", async () => {
    const silent = createServer().listen(0, "127.0.0.1");
    await new Promise((done) => silent.once("listening", done));
    const { port } = silent.address() as AddressInfo;
    outbox = open(`smtp://127.0.0.1:${port}?greetingTimeout=300`);
    await outbox.send(message("one"));
    expect((await outbox.list())[0]?.unsent).toBe("is being sent");
    await outbox.flush();
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
