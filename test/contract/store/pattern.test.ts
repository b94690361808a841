import type { PatternStore } from "@gradus/core";
import { afterEach, beforeEach, expect, test } from "vitest";
import type { TestStore } from "../../support/store.ts";
import { damage, overAdapters } from "./adapters.ts";
import { aPattern, winners } from "./fixtures.ts";

overAdapters("PatternStore", (open) => {
  let t: TestStore;
  let patterns: PatternStore;
  beforeEach(async () => {
    t = await open();
    patterns = t.store.patterns;
  });
  afterEach(() => t.close());

  test("a pattern is read back as it was given, however long its id and small its numbers", async () => {
    const pattern = aPattern(`nginx/http_status/${"feature,".repeat(400)}|restart`);
    expect(await patterns.save(pattern)).toEqual({ ...pattern, version: 1 });
    expect(await patterns.get(pattern.id)).toEqual({ ...pattern, version: 1 });
    expect(await patterns.get("nothing")).toBeUndefined();
  });

  test("of many saves of one version exactly one wins", async () => {
    expect(await winners(Array.from({ length: 10 }, () => patterns.save(aPattern("p"))))).toBe(1);
    const saves = Array.from({ length: 10 }, () => patterns.save(aPattern("p", { version: 1 })));
    expect(await winners(saves)).toBe(1);
    await expect(patterns.save(aPattern("p", { version: 1 }))).rejects.toMatchObject({ code: "conflict" });
    await expect(patterns.save(aPattern("q", { version: 1 }))).rejects.toMatchObject({ code: "conflict" });
  });

  test("patterns are found by signature and by software", async () => {
    await patterns.save(aPattern("a"));
    await patterns.save(aPattern("b", { signature: "nginx/http_status/b" }));
    await patterns.save(aPattern("c", { signature: "redis/x/a", software: "redis" }));
    const ids = (found: Array<{ id: string }>): string[] => found.map((p) => p.id).sort();
    expect(ids(await patterns.bySignature("nginx/http_status/a"))).toEqual(["a"]);
    expect(ids(await patterns.bySoftware("nginx"))).toEqual(["a", "b"]);
    expect(await patterns.bySoftware("mysql")).toEqual([]);
  });

  test("the whole list comes in pages, each pattern once", async () => {
    const ids = Array.from({ length: 120 }, (_, i) => `p${String(i).padStart(3, "0")}`);
    await Promise.all(ids.map((id) => patterns.save(aPattern(id))));
    const found: string[] = [];
    let cursor: string | undefined;
    do {
      const page = await patterns.list({ limit: 11, ...(cursor === undefined ? {} : { cursor }) });
      expect(page.patterns.length).toBeLessThanOrEqual(11);
      found.push(...page.patterns.map((p) => p.id));
      cursor = page.cursor;
    } while (cursor !== undefined);
    expect(found.sort()).toEqual(ids);
    await expect(patterns.list({ cursor: "x" })).rejects.toMatchObject({ code: "invalid_input" });
  });

  test("a corrupt pattern is an error, not a missing one", async () => {
    await damage(t, {
      pk: "pattern|0",
      sk: "x",
      g1: "pattern|signature|s",
      g2: "pattern|software|z",
      gs: "x",
      sum: "{}",
    });
    await expect(patterns.bySignature("s")).rejects.toMatchObject({ code: "corrupt" });
    await expect(patterns.list()).rejects.toMatchObject({ code: "corrupt" });
  });
});
