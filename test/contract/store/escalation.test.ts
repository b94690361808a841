import type { EscalationStore } from "@gradus/core";
import { afterEach, beforeEach, expect, test } from "vitest";
import type { TestStore } from "../../support/store.ts";
import { damage, overAdapters } from "./adapters.ts";
import { anEscalation, T0, winners } from "./fixtures.ts";

overAdapters("EscalationStore", (open) => {
  let t: TestStore;
  let escalations: EscalationStore;
  beforeEach(async () => {
    t = await open();
    escalations = t.store.escalations;
  });
  afterEach(() => t.close());

  test("opening twice opens once and gives the one that is there", async () => {
    const answers = await Promise.all(
      Array.from({ length: 10 }, (_, i) => escalations.open(anEscalation("e1", { token: `k${i}` }))),
    );
    expect(answers.filter((a) => a.opened)).toHaveLength(1);
    expect(new Set(answers.map((a) => a.escalation.token)).size).toBe(1);
    expect(await escalations.get("e1")).toEqual(answers[0]?.escalation);
    expect(await escalations.get("e2")).toBeUndefined();
  });

  test("of two resolutions at the same time the first is kept", async () => {
    const { escalation } = await escalations.open(anEscalation("e1"));
    const resolved = (by: string) =>
      escalations.save({
        ...escalation,
        status: "resolved",
        resolution: { by, at: T0, notes: "", kind: "human" },
      });
    expect(await winners([resolved("ada"), resolved("bob"), resolved("eve")])).toBe(1);
    expect((await escalations.get("e1"))?.version).toBe(2);
  });

  test("lists hold whole escalations by status and target, newest first, in pages", async () => {
    for (let i = 0; i < 25; i++) {
      const one = anEscalation(`e${i}`, { openedAt: T0 + i, target: i % 5 === 0 ? "db" : "shop" });
      const { escalation } = await escalations.open(one);
      if (i % 2 === 0) await escalations.save({ ...escalation, status: "resolved" });
    }
    const ids = async (query: Parameters<EscalationStore["list"]>[0]): Promise<string[]> => {
      const found: string[] = [];
      let cursor: string | undefined;
      do {
        const page = await escalations.list({
          ...query,
          limit: 4,
          ...(cursor === undefined ? {} : { cursor }),
        });
        found.push(...page.escalations.map((e) => e.id));
        cursor = page.cursor;
      } while (cursor !== undefined);
      return found;
    };
    expect(await ids({})).toEqual(Array.from({ length: 25 }, (_, i) => `e${24 - i}`));
    expect(await ids({ status: "open" })).toEqual(Array.from({ length: 12 }, (_, i) => `e${23 - 2 * i}`));
    expect(await ids({ target: "db", status: "resolved" })).toEqual(["e20", "e10", "e0"]);
    expect((await escalations.list({ limit: 1 })).escalations[0]?.sections).toHaveLength(1);
  });

  test("a story of a megabyte is kept", async () => {
    const lines = Array.from({ length: 10_000 }, (_, i) => `line ${i} `.repeat(10));
    await escalations.open(anEscalation("e1", { sections: [{ heading: "Log", lines }] }));
    expect((await escalations.get("e1"))?.sections[0]?.lines).toEqual(lines);
  });

  test("a corrupt row is an error that names it", async () => {
    await damage(t, { pk: "escalation|e9", sk: "escalation", v: 1, doc: '{"id":"e9"}' });
    await expect(escalations.get("e9")).rejects.toMatchObject({
      code: "corrupt",
      details: { pk: "escalation|e9" },
    });
  });

  test("lists what takes to order every open one, and says where that is not all", async () => {
    for (let n = 0; n < 9; n++)
      await escalations.open(anEscalation(`e${n}`, { openedAt: T0 + n, task: `t${n}`, severity: "low" }));
    const { escalation } = await escalations.open(anEscalation("done"));
    await escalations.save({ ...escalation, status: "resolved" });
    const { entries, more } = await escalations.listOpen(9);
    expect(more).toBe(false);
    expect(entries.toSorted((a, b) => a.openedAt - b.openedAt)).toEqual(
      Array.from({ length: 9 }, (_, n) => ({
        id: `e${n}`,
        task: `t${n}`,
        severity: "low",
        openedAt: T0 + n,
      })),
    );
    const some = await escalations.listOpen(4);
    expect(some.more).toBe(true);
    expect(some.entries.map(({ id }) => id).sort()).toEqual(["e5", "e6", "e7", "e8"]);
  });
});
