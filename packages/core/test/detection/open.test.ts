import * as fc from "fast-check";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { openWorld, type World } from "../../../../test/support/world.ts";
import { changeTask, isOpen, openTask } from "../../src/index.ts";

describe("opening a task", () => {
  let world: World;
  beforeEach(async () => {
    world = await openWorld({ targets: [{ id: "db" }, { id: "shop", dependsOn: ["db"] }] });
  });
  afterEach(() => world.close());

  const openTasks = async () => (await world.t.store.tasks.list({ state: "open" })).tasks;
  /** Closes a task behind the back of its execution. */
  const close = async (id: string, more: object = {}) => {
    const task = await world.task(id);
    const closedAt = world.clock.now();
    await world.t.store.tasks.save({ ...task, status: "resolved", closedAt, ...more });
  };

  test("a signal that arrives twice opens one task", async () => {
    world.outside.break("shop", "http_status");
    const [first, second] = [await world.signal("shop"), await world.signal("shop")];
    expect([first.kind, second.kind]).toEqual(["opened", "attached"]);
    expect(second.task.id).toBe(first.task.id);
    expect(world.published("task.opened")).toHaveLength(1);
  });

  test("of many that arrive at the same moment one opens it, and the others find it", async () => {
    world.outside.break("shop", "http_status");
    const opened = await Promise.all(Array.from({ length: 8 }, () => world.signal("shop")));
    expect(opened.filter((o) => o.kind === "opened")).toHaveLength(1);
    expect(new Set(opened.map((o) => o.task.id)).size).toBe(1);
    expect(await openTasks()).toHaveLength(1);
    expect(world.published("task.opened")).toHaveLength(1);
  });

  test("the first evidence is gathered once, and only for a task that is opened", async () => {
    world.outside.break("shop", "http_status");
    let gathered = 0;
    const seen = async () => {
      const target = world.target("shop");
      const [signal] = (await world.outside.look(target)).signals;
      if (!signal) throw new Error("no signal");
      const diagnostics = async () => {
        gathered++;
        return [];
      };
      return openTask(world.ctx, { target, signal, related: [], firstSeenAt: signal.at, diagnostics });
    };
    await seen();
    await seen();
    expect(gathered).toBe(1);
  });

  test("never merges two targets, two symptoms' keys, or a task that was closed with one that comes after it", async () => {
    const ids = [await world.breaks("shop", "http_status")];
    await close(ids[0] ?? "");
    ids.push((await world.signal("shop")).task.id);
    ids.push(await world.breaks("db", "http_status"));
    world.outside.heal("shop");
    await close(ids[1] ?? "");
    ids.push(await world.breaks("shop", "metric_anomaly|queue"));
    await close(ids[3] ?? "");
    world.outside.heal("shop");
    ids.push(await world.breaks("shop", "metric_anomaly|heap"));
    expect(new Set(ids).size).toBe(5);
    const [first, second] = [await world.task(ids[0] ?? ""), await world.task(ids[1] ?? "")];
    expect([first.generation, second.generation]).toEqual([1, 2]);
    expect(first.fingerprint).toBe(second.fingerprint);
  });

  test("its other signals become evidence of it, each once", async () => {
    const id = await world.breaks("shop", "http_status", "http_slow");
    world.outside.break("shop", "log_flood|a");
    await world.signal("shop");
    await world.signal("shop");
    const task = await world.task(id);
    expect(task.symptom).toBe("http_status");
    expect(task.related.map((r) => r.symptom).sort()).toEqual(["http_slow", "log_flood"]);
    expect(task.audit.filter((e) => e.type === "signal.attached")).toHaveLength(1);
    expect(world.isAuditSound(task)).toBe(true);
  });

  test("a vaguer signal joins the open task, a nearer one opens its own and takes the vaguer one over", async () => {
    const vague = await world.breaks("shop", "http_slow");
    world.outside.break("shop", "log_error_rate");
    expect(await world.signal("shop")).toMatchObject({ kind: "attached", task: { id: vague } });
    world.outside.break("shop", "service_down");
    const near = await world.signal("shop");
    expect(near.kind).toBe("opened");
    const overtaken = await world.task(vague);
    expect(overtaken).toMatchObject({
      status: "suppressed",
      outcome: expect.stringContaining(near.task.id),
    });
    expect(overtaken.audit.at(-1)).toMatchObject({ type: "task.suppressed", data: { by: near.task.id } });
    expect((await openTasks()).map((t) => t.id)).toEqual([near.task.id]);
  });

  test("a task that waits for a person, or was acted on, is not taken over", async () => {
    const waiting = await world.breaks("shop", "http_slow");
    await world.asked(waiting);
    world.outside.break("shop", "service_down");
    await world.signal("shop");
    expect((await world.task(waiting)).status).toBe("awaiting_human");
  });

  test("a task that was suppressed is not opened again while its cause is open, and is afterwards", async () => {
    const shop = await world.breaks("shop", "http_status");
    const db = await world.breaks("db", "service_down");
    await world.ended(shop);
    expect(await world.task(shop)).toMatchObject({ status: "suppressed", suppressedBy: "db" });
    for (let n = 0; n < 3; n++)
      expect(await world.signal("shop")).toMatchObject({ kind: "suppressed", task: { id: shop } });
    await world.asked(db);
    await close(db);
    const again = await world.signal("shop");
    expect(again).toMatchObject({ kind: "opened", task: { generation: 2 } });
  });

  test("a task grows by a bounded number of other signals, whatever a target logs", async () => {
    const id = await world.breaks("shop", "service_down");
    for (let n = 0; n < 12; n++) {
      const keys = Array.from({ length: 10 }, (_, i) => `log_new_error|${n * 10 + i}`);
      world.outside.break("shop", ...keys);
      await world.signal("shop");
    }
    const task = await world.task(id);
    expect(task.related).toHaveLength(50);
    expect(new Set(task.related.map((r) => r.key)).size).toBe(50);
  });

  test("whatever arrives in whatever order, a target has at most one open task of each fingerprint", async () => {
    const signals = fc.array(
      fc.record({
        target: fc.constantFrom("db", "shop"),
        symptom: fc.constantFrom("http_slow", "http_status", "service_down"),
        closes: fc.boolean(),
      }),
      { minLength: 1, maxLength: 10 },
    );
    await fc.assert(
      fc.asyncProperty(signals, async (all) => {
        const own = await openWorld({ targets: [{ id: "db" }, { id: "shop" }] });
        try {
          for (const { target, symptom, closes } of all) {
            own.outside.heal(target);
            own.outside.break(target, symptom);
            const opened = await Promise.all([own.signal(target), own.signal(target)]);
            if (!closes) continue;
            await changeTask(own.ctx, opened[0].task.id, (task) =>
              isOpen(task)
                ? { task: { ...task, status: "cleared", closedAt: own.clock.now() }, entries: [] }
                : undefined,
            );
          }
          const { tasks } = await own.t.store.tasks.list({ state: "open" });
          const prints = tasks.map((t) => t.id.replace(/-\d+$/, ""));
          expect(new Set(prints).size).toBe(prints.length);
        } finally {
          await own.close();
        }
      }),
      { numRuns: 15, seed: 7 },
    );
  });
});
