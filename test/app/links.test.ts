import { createLinks } from "@gradus/api";
import { handBack } from "@gradus/core";
import * as fc from "fast-check";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { nodeCrypto } from "@gradus/store";
import { call, open, submit } from "./support/call.ts";
import { addEscalation } from "./support/cases.ts";
import { HOST, openWorld, type World } from "./support/world.ts";

const WEEK = 7 * 24 * 3_600_000;

let world: World;
beforeEach(async () => {
  world = await openWorld({ access: { token: "a token of some length" } });
});
afterEach(() => world.close());

const sign = (purpose: "resolve" | "approve" | "reject", escalation: string, expiresAt?: number): string =>
  world.api.links
    .sign(purpose, {
      escalation,
      recipient: "ada@example.org",
      ...(expiresAt === undefined ? {} : { expiresAt }),
    })
    .replace(`http://${HOST}`, "");

describe("a signed link", () => {
  const links = createLinks({ crypto: nodeCrypto, key: "k", baseUrl: () => "http://x", now: () => 1_000 });
  const token = links
    .sign("approve", { escalation: "e-1", recipient: "ada@example.org" })
    .replace("http://x/l/", "");

  it("with any one character changed, removed or added is refused", () => {
    fc.assert(
      fc.property(
        fc.nat(token.length - 1),
        fc.string({ minLength: 1, maxLength: 1 }),
        fc.constantFrom("change", "remove", "add"),
        (at, char, how) => {
          const changed =
            token.slice(0, at) + (how === "remove" ? "" : char) + token.slice(how === "add" ? at : at + 1);
          fc.pre(changed !== token);
          expect(links.read(changed)).toEqual({ ok: false, why: "invalid" });
        },
      ),
      { numRuns: 2_000 },
    );
  });

  it("says what was signed, for any escalation and recipient", () => {
    fc.assert(
      fc.property(
        fc.string(),
        fc.string(),
        fc.constantFrom("resolve" as const, "approve" as const, "reject" as const),
        (escalation, recipient, purpose) => {
          const url = links.sign(purpose, { escalation, recipient });
          fc.pre(url.length < 1_900);
          expect(url).toMatch(/^http:\/\/x\/l\/[\w.-]+$/);
          expect(links.read(url.replace("http://x/l/", ""))).toEqual({
            ok: true,
            purpose,
            escalation,
            recipient,
          });
        },
      ),
    );
  });

  it("of another key, or of anybody's making, is refused", () => {
    const other = createLinks({ crypto: nodeCrypto, key: "other", baseUrl: () => "", now: () => 1_000 });
    expect(other.read(token)).toEqual({ ok: false, why: "invalid" });
    fc.assert(
      fc.property(fc.string(), (text) => {
        expect(links.read(text).ok).toBe(false);
      }),
    );
  });

  it("is never the same twice, and ends after seven days", () => {
    const again = links.sign("approve", { escalation: "e-1", recipient: "ada@example.org" });
    expect(again).not.toContain(token);
    const later = createLinks({ crypto: nodeCrypto, key: "k", baseUrl: () => "", now: () => 1_001 + WEEK });
    expect(later.read(token)).toMatchObject({ ok: false, why: "expired", escalation: "e-1" });
  });
});

describe("opening a link", () => {
  it("shows exactly what would be run, needs no token, and does nothing", async () => {
    const e = await addEscalation(world, "approval");
    for (const purpose of ["approve", "reject", "resolve"] as const) {
      const page = await open(world, sign(purpose, e.id));
      expect(page.status).toBe(200);
      if (purpose !== "resolve") expect(page.text).toContain("roll-back-release(to=&quot;v41&quot;)");
      expect(page.text).toContain("ada@example.org");
    }
    expect((await world.core.store.escalations.get(e.id))?.status).toBe("open");
    expect(world.answers).toEqual([]);
  });

  it("gives times in the zone of its recipient, and in UTC of one whom nobody mails any more", async () => {
    const e = await addEscalation(world, "help");
    await handBack(world.core, { id: e.id, by: "human:bob@example.org", notes: "the disk is free" });
    const mine = await open(world, sign("resolve", e.id));
    expect(mine.text).toMatch(
      /bob@example\.org gave it back to Gradus, \d{4}-\d\d-\d\d \d\d:\d\d:\d\d UTC\+0\d:00\. Gradus looks again\./,
    );
    expect(mine.text).toContain("times are in Europe/Berlin");
    const left = world.api.links.sign("resolve", { escalation: e.id, recipient: "cem@example.org" });
    const theirs = await open(world, left.replace(`http://${HOST}`, ""));
    expect(theirs.text).toMatch(/\d\d:\d\d:\d\d UTC\. Gradus looks again/);
    expect(theirs.text).toContain("times are in UTC");
  });

  it("and sending its form acts once, as its recipient; the link is used then", async () => {
    const e = await addEscalation(world, "approval");
    const link = sign("approve", e.id);
    expect((await submit(world, link, { notes: "go" })).text).toContain("your answer counts");
    const again = await submit(world, link, { notes: "go" });
    expect(again.status).toBe(410);
    expect(again.text).toContain("ada@example.org approved");
    expect((await submit(world, sign("reject", e.id), {})).status).toBe(410);
    expect((await open(world, link)).text).toContain("answered already");
    expect((await world.core.store.escalations.get(e.id))?.resolution).toMatchObject({
      by: "human:ada@example.org",
      kind: "approved",
    });
    expect(world.answers).toHaveLength(1);
  });

  it("two of which arrive together keep the first answer", async () => {
    const e = await addEscalation(world, "approval");
    const sent = await Promise.all([
      submit(world, sign("approve", e.id), {}),
      submit(world, sign("reject", e.id), {}),
    ]);
    expect(sent.map((s) => s.status).sort((a, b) => a - b)).toEqual([200, 410]);
    expect(world.answers).toHaveLength(1);
  });

  it("resolves with the words of the form", async () => {
    const e = await addEscalation(world, "help");
    await submit(world, sign("resolve", e.id), { notes: "rebooted the switch" });
    expect((await world.core.store.escalations.get(e.id))?.resolution).toMatchObject({
      notes: "rebooted the switch",
      kind: "human",
    });
  });

  it("that has expired says so and acts on nothing", async () => {
    const e = await addEscalation(world, "approval");
    const link = sign("approve", e.id, e.expiresAt);
    world.test.clock.advance(24 * 3_600_000 + 1);
    expect((await open(world, link)).text).toContain("expired");
    expect((await submit(world, link, {})).status).toBe(410);
    expect(world.answers).toEqual([]);
  });

  it("that was forged, or asks for what is not asked, is no link", async () => {
    const e = await addEscalation(world, "help");
    for (const link of ["/l/abc", "/l/abc.def", sign("approve", e.id), sign("resolve", "nothing")]) {
      expect((await open(world, link)).status).toBe(404);
      expect((await submit(world, link, { notes: "x" })).status).toBe(404);
    }
    expect((await call(world, "GET", "/l/")).status).not.toBe(200);
    expect(world.answers).toEqual([]);
  });

  it("from a form on another site is refused", async () => {
    const e = await addEscalation(world, "help");
    const sent = await submit(
      world,
      sign("resolve", e.id),
      { notes: "x" },
      { origin: "https://evil.example", "sec-fetch-site": "cross-site" },
    );
    expect(sent.status).toBe(403);
    expect(world.answers).toEqual([]);
  });

  it("escapes whatever people and machines wrote, takes secrets out, and has nothing inline", async () => {
    const evil = '<script>alert(1)</script><img src=x onerror="alert(2)"> password=hunter2';
    const e = await addEscalation(world, "help", { title: "<script>alert(3)</script>", summary: evil });
    const link = sign("resolve", e.id);
    const asked = await open(world, link);
    const done = await submit(world, link, { notes: evil });
    for (const { status, text } of [asked, done]) {
      expect(status).toBe(200);
      expect(text).not.toMatch(/<script|<img|<style|<[^>]+\s(style|on\w+)=/);
      expect(text).not.toContain("hunter2");
    }
  });
});
