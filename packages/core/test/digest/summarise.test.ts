import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { aPattern, anEscalation, aTask, T0 } from "../../../../test/contract/store/fixtures.ts";
import { openTestStore, type TestStore } from "../../../../test/support/store.ts";
import { type Attempt, digestSchema, isQuiet, type Task } from "../../src/index.ts";
import { readDigest } from "../../src/digest/read.ts";

const HOUR = 3_600_000;
const SINCE = T0 - 24 * HOUR;

describe("a summary", () => {
  let t: TestStore;
  let n = 0;
  beforeEach(async () => {
    t = await openTestStore();
  });
  afterEach(() => t.close());

  const read = (problems: readonly string[] = []) => readDigest(t, { since: SINCE, problems });
  const attempt = (result: Attempt["result"]): Attempt => ({
    n: 1,
    phase: 1,
    action: { runbook: "restart-service", params: {} },
    risk: "disruptive",
    faultClass: "crash",
    confidence: 0.9,
    proposedBy: "known-service",
    reason: "it is gone",
    startedAt: T0,
    result,
  });
  const add = async (more: Partial<Task>): Promise<void> => {
    await t.store.tasks.create(aTask(++n, { openedAt: SINCE + n, updatedAt: T0, ...more }));
  };
  const fixed = (seconds: number, more: Partial<Task> = {}): Promise<void> =>
    add({
      status: "fixed",
      firstSeenAt: T0 - HOUR,
      closedAt: T0 - HOUR + seconds * 1_000,
      attempts: [attempt("fixed")],
      ...more,
    });

  test("counts what Gradus fixed by the phase that did, with the time that half of it took", async () => {
    for (const seconds of [10, 30, 20]) await fixed(seconds);
    await fixed(300, { phase: 2 });
    expect((await read()).fixed).toEqual({
      total: 4,
      phases: [
        { phase: 1, count: 3, medianMs: 20_000 },
        { phase: 2, count: 1, medianMs: 300_000 },
      ],
    });
  });

  test("tells what was fixed after a person's decision apart from what Gradus fixed by itself", async () => {
    await fixed(10);
    const warrant = { id: "w", by: "human:ada", reason: "approved by a person" };
    await fixed(900, { attempts: [{ ...attempt("fixed"), warrant }], escalation: "e" });
    const digest = await read();
    expect(digest.fixed).toEqual({
      total: 1,
      phases: [{ phase: 1, count: 1, medianMs: 10_000 }],
      assisted: 1,
    });
    expect(digestSchema.parse(digest)).toEqual(digest);
  });

  test("counts by when it was fixed, not by when it broke", async () => {
    await fixed(1, { openedAt: SINCE - 48 * HOUR });
    await fixed(1, { openedAt: SINCE - 48 * HOUR, closedAt: SINCE - HOUR });
    expect((await read()).fixed.total).toBe(1);
  });

  test("does not call fixed what came back, what a person did, or what went away", async () => {
    await fixed(1, { attempts: [attempt("not_held")] });
    await add({ status: "resolved", closedAt: T0, phase: 4 });
    await add({ status: "cleared", closedAt: T0 });
    const digest = await read();
    expect(digest.fixed).toEqual({ total: 0, phases: [] });
    expect(digest.relapsed).toEqual({
      total: 1,
      first: [{ target: "shop", title: "shop answers with an error", runbook: "restart-service" }],
    });
  });

  test("names what waits for people, the most severe first, however old it is, and not what was answered", async () => {
    const { escalations } = t.store;
    await escalations.open(anEscalation("old", { severity: "low", openedAt: SINCE - 90 * 24 * HOUR }));
    await escalations.open(
      anEscalation("new", { severity: "critical", kind: "approval", expiresAt: T0 + 1 }),
    );
    const { escalation } = await escalations.open(anEscalation("done"));
    await escalations.save({
      ...escalation,
      status: "resolved",
      resolution: { by: "human:ada", at: T0, notes: "", kind: "human" },
    });
    expect((await read()).waiting).toMatchObject({
      total: 2,
      first: [{ id: "new", kind: "approval", expiresAt: T0 + 1 }, { id: "old" }],
    });
  });

  test("names the worst of each target that fails now", async () => {
    await add({ target: "shop", severity: "low", title: "shop is slow" });
    await add({ target: "shop", severity: "high", title: "shop is down" });
    await add({ target: "till", severity: "critical", title: "till is down" });
    expect((await read()).failing.first.map((f) => f.title)).toEqual(["till is down", "shop is down"]);
  });

  test("names what was learned here, and not what was imported or known before", async () => {
    const { patterns } = t.store;
    await patterns.save(aPattern("a"));
    await patterns.save(aPattern("b", { origin: "imported" }));
    await patterns.save(aPattern("c", { createdAt: SINCE - 1 }));
    expect((await read()).learned).toEqual({
      total: 1,
      first: [{ software: "nginx", symptom: "http_status", runbook: "restart" }],
    });
  });

  test("is bounded, says how much there is, and fits into one event", async () => {
    for (let i = 0; i < 60; i++) {
      await add({ target: `t${i}`, title: "x".repeat(5_000), severity: "high" });
      await t.store.escalations.open(anEscalation(`e${i}`, { title: "ü".repeat(5_000) }));
    }
    const digest = await read(Array.from({ length: 60 }, () => "y".repeat(5_000)));
    expect([digest.failing.total, digest.failing.first.length, digest.waiting.total]).toEqual([60, 20, 60]);
    const text = JSON.stringify(digest);
    expect(Buffer.byteLength(text)).toBeLessThan(64 * 1024);
    expect(digestSchema.parse(JSON.parse(text))).toEqual(digest);
  });

  test("of nothing is quiet", async () => {
    expect(isQuiet(await read())).toBe(true);
    expect(isQuiet(await read(["SMTP does not take mail"]))).toBe(false);
  });
});
