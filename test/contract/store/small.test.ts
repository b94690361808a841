import { randomBytes } from "node:crypto";
import type { Baseline } from "@gradus/core";
import { verifyAudit } from "@gradus/core";
import { afterEach, beforeEach, expect, test } from "vitest";
import type { TestStore } from "../../support/store.ts";
import { damage, overAdapters } from "./adapters.ts";
import { T0, winners } from "./fixtures.ts";

const baseline = (generation: number, more: Partial<Baseline> = {}): Baseline => ({
  target: "shop",
  generation,
  takenAt: T0 + generation,
  files: [],
  environment: [],
  ports: [80],
  parameters: {},
  ...more,
});

overAdapters("BaselineStore", (open) => {
  let t: TestStore;
  beforeEach(async () => {
    t = await open();
  });
  afterEach(() => t.close());

  test("the latest baseline is the highest generation, and the newest ten are kept", async () => {
    expect(await t.store.baselines.latest("shop")).toBeUndefined();
    for (let n = 1; n <= 12; n++) await t.store.baselines.save(baseline(n));
    expect(await t.store.baselines.latest("shop")).toEqual(baseline(12));
    expect((await t.store.baselines.list("shop")).map((b) => b.generation)).toEqual([
      12, 11, 10, 9, 8, 7, 6, 5, 4, 3,
    ]);
  });

  test("a baseline saved twice is kept once, another one under its generation conflicts", async () => {
    await t.store.baselines.save(baseline(1));
    await t.store.baselines.save(baseline(1));
    await expect(t.store.baselines.save(baseline(1, { ports: [81] }))).rejects.toMatchObject({
      code: "conflict",
    });
    expect(await t.store.baselines.latest("shop")).toEqual(baseline(1));
  });

  test("files of megabytes that do not compress are kept whole", async () => {
    const files = Array.from({ length: 8 }, (_, i) => ({
      path: `/etc/${i}`,
      content: randomBytes(180_000).toString("base64"),
      sha256: "x",
      mode: 0o644,
      uid: 0,
      gid: 0,
    }));
    await t.store.baselines.save(baseline(1, { files }));
    expect((await t.store.baselines.latest("shop"))?.files).toEqual(files);
  });

  test("a corrupt baseline is an error", async () => {
    await damage(t, { pk: "baseline|shop", sk: "000000001", parts: 1, gz: new Uint8Array([1, 2, 3]) });
    await expect(t.store.baselines.latest("shop")).rejects.toMatchObject({ code: "corrupt" });
  });
});

overAdapters("AuditStore", (open) => {
  let t: TestStore;
  beforeEach(async () => {
    t = await open();
  });
  afterEach(() => t.close());

  test("an entry with a key is there once, however often and by how many it is delivered", async () => {
    const keyed = (n: number, type = "gradus.paused") => ({
      at: T0 + n,
      actor: "human:ada",
      type,
      data: { key: "settings/3" },
    });
    await t.store.audit.append("system", [keyed(1)]);
    await Promise.all(Array.from({ length: 5 }, (_, n) => t.store.audit.append("system", [keyed(n)])));
    expect(await t.store.audit.append("system", [keyed(1)])).toEqual([]);
    const other = { at: T0, actor: "gradus", type: "system.tested", data: {} };
    expect(await t.store.audit.append("system", [keyed(2), other])).toMatchObject([other]);
    expect(await t.store.audit.append("system", [keyed(1, "gradus.resumed")])).toHaveLength(1);
    const events = await t.store.audit.read("system");
    expect(events.map((e) => e.type)).toEqual(["gradus.paused", "system.tested", "gradus.resumed"]);
    expect(verifyAudit(t.crypto, events)).toMatchObject({ ok: true });
  });

  test("events appended at the same time form one valid chain with all of them", async () => {
    const entry = (n: number) => ({ at: T0 + n, actor: "gradus", type: "system.tested", data: { n } });
    await Promise.all(
      Array.from({ length: 10 }, (_, i) => t.store.audit.append("system", [entry(2 * i), entry(2 * i + 1)])),
    );
    const events = await t.store.audit.read("system");
    expect(events.map((e) => e.seq)).toEqual(Array.from({ length: 20 }, (_, i) => i + 1));
    expect(verifyAudit(t.crypto, events)).toMatchObject({ ok: true });
    expect(events.map((e) => e.data["n"]).sort((a, b) => Number(a) - Number(b))).toEqual(
      Array.from({ length: 20 }, (_, i) => i),
    );
    expect(await t.store.audit.append("system", [])).toEqual([]);
    expect(await t.store.audit.read("other")).toEqual([]);
  });

  test("a corrupt event is an error that names its row", async () => {
    await damage(t, { pk: "audit|system", sk: "000000001", doc: "[{}]" });
    await expect(t.store.audit.read("system")).rejects.toMatchObject({ code: "corrupt" });
  });
});

overAdapters("SettingsStore and StateStore", (open) => {
  let t: TestStore;
  beforeEach(async () => {
    t = await open();
  });
  afterEach(() => t.close());

  test("settings that nobody changed pause nothing", async () => {
    expect(await t.store.settings.read()).toEqual({ pausedTargets: {}, version: 0 });
  });

  test("levels that people set are kept for each target and risk class", async () => {
    const level = { level: "auto", by: "human:ada", at: T0, reason: "it has earned it" } as const;
    const autonomy = { shop: { disruptive: level }, db: { reversible: level } };
    await t.store.settings.save({ pausedTargets: {}, autonomy, version: 0 });
    expect(await t.store.settings.read()).toEqual({ pausedTargets: {}, autonomy, version: 1 });
  });

  test("of many changes of the settings at the same time exactly one wins", async () => {
    const paused = { by: "ada", at: T0, reason: "test" };
    for (const version of [0, 1]) {
      const saves = Array.from({ length: 8 }, () =>
        t.store.settings.save({ paused, pausedTargets: { shop: paused }, version }),
      );
      expect(await winners(saves)).toBe(1);
    }
    expect(await t.store.settings.read()).toEqual({ paused, pausedTargets: { shop: paused }, version: 2 });
  });

  test("any JSON is kept by name, and the last one wins", async () => {
    const value = {
      n: [1e-300, -0.1, 2 ** 53],
      s: "\ud800 é",
      deep: JSON.parse("[".repeat(60) + "]".repeat(60)) as unknown,
    };
    expect(await t.store.state.get("http:shop")).toBeUndefined();
    await t.store.state.put("http:shop", value);
    expect(await t.store.state.get("http:shop")).toEqual(value);
    await t.store.state.put("http:shop", null);
    expect(await t.store.state.get("http:shop")).toBeNull();
    await t.store.state.put("http:shop", undefined);
    expect(await t.store.state.get("http:shop")).toBeUndefined();
  });

  test("a large document is kept, one beyond every limit refused", async () => {
    const large = Array.from({ length: 100_000 }, (_, i) => i % 97);
    await t.store.state.put("series", large);
    expect(await t.store.state.get("series")).toEqual(large);
    await expect(t.store.state.put("series", randomBytes(900_000).toString("hex"))).rejects.toMatchObject({
      code: "limit",
    });
    expect(await t.store.state.get("series")).toEqual(large);
  });
});
