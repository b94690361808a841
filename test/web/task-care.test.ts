import { afterEach, describe, expect, it, vi } from "vitest";
import type { CareResult } from "../../web/src/api/types.ts";
import { snoozeEnds } from "../../web/src/text/snooze.ts";
import { fits, foreseen, type Order, saidOf, wayBack } from "../../web/src/views/tasks/care.ts";
import { addFailures, getFailures, setFailures } from "../../web/src/views/tasks/failures.ts";
import { asHeld, hold, release } from "../../web/src/views/tasks/held.ts";
import { later, type Page } from "../../web/src/views/tasks/later.ts";
import { replaced } from "../../web/src/views/tasks/pages.ts";
import { sendAll } from "../../web/src/views/tasks/send.ts";
import { HOUR, manyTasks, NOW, task } from "./support/tasks.ts";

const by = { by: "human:me", at: NOW };
const acknowledge: Order = { verb: "acknowledge" };

describe("what is done to a task", () => {
  it("is for tasks that it would change", () => {
    const acknowledged = task({ care: { acknowledged: by } });
    expect([fits("acknowledge", task()), fits("acknowledge", acknowledged)]).toEqual([true, false]);
    expect([fits("unacknowledge", task()), fits("unacknowledge", acknowledged)]).toEqual([false, true]);
    const closed = task({ status: "fixed" });
    for (const verb of ["acknowledge", "snooze", "assign", "resolve", "retry"] as const)
      expect([verb, fits(verb, closed)]).toEqual([verb, false]);
    expect([fits("resolve", task({ status: "working" })), fits("resolve", task())]).toEqual([false, true]);
  });

  it("is shown as it will be, and taken back to just how it was", () => {
    const ways: ReadonlyArray<readonly [Order, ReturnType<typeof task>]> = [
      [acknowledge, task()],
      [{ verb: "snooze", until: NOW + 4 * HOUR }, task()],
      [{ verb: "snooze", until: NOW + 4 * HOUR }, task({ care: { snoozed: { until: NOW + HOUR, ...by } } })],
      [{ verb: "unsnooze" }, task({ care: { snoozed: { until: NOW + HOUR, ...by } } })],
      [{ verb: "assign", assignee: "human:ada" }, task()],
      [{ verb: "assign", assignee: "human:ada" }, task({ care: { assignee: "human:grace" } })],
      [{ verb: "unassign" }, task({ care: { assignee: "human:grace" } })],
    ];
    for (const [order, before] of ways) {
      const after = foreseen(before, order, by);
      expect(after).not.toEqual(before);
      const [way] = wayBack(order, [before], NOW);
      expect(way?.ids).toEqual([before.id]);
      const { care = {}, ...back } = foreseen(after, way?.order ?? order, by);
      const { care: was = {}, ...rest } = before;
      expect([back, care]).toEqual([rest, was]);
    }
  });

  it("is said of one task by its title, of several by their number", () => {
    const named = (title: string) => saidOf({ verb: "resolve", notes: "done" }, [task({ title })]);
    expect(named("the disk is full")).toBe("“the disk is full” resolved.");
    expect(named("\u202eevil")).toBe("“\\u{202e}evil” resolved.");
    expect(named("long".repeat(60)).length).toBeLessThan(90);
    expect(saidOf(acknowledge, [task(), task()])).toBe("2 tasks acknowledged.");
  });

  it("is taken back with one order for all that were the same before", () => {
    const before = [
      task({ id: "a-1", care: { assignee: "human:ada" } }),
      task({ id: "b-1" }),
      task({ id: "c-1", care: { assignee: "human:ada" } }),
    ];
    expect(wayBack({ verb: "assign", assignee: "human:me" }, before, NOW)).toEqual([
      { order: { verb: "assign", assignee: "human:ada" }, ids: ["a-1", "c-1"] },
      { order: { verb: "unassign" }, ids: ["b-1"] },
    ]);
    expect(wayBack({ verb: "resolve", notes: "done" }, before, NOW)).toEqual([]);
    // What has ended by itself is not begun again.
    const ended = task({ care: { snoozed: { until: NOW - HOUR, ...by } } });
    expect(wayBack({ verb: "snooze", until: NOW + HOUR }, [ended], NOW)).toEqual([
      { order: { verb: "unsnooze" }, ids: [ended.id] },
    ]);
  });

  it("ends a snooze tomorrow at nine of the reader's clock, whatever the time", () => {
    for (const hour of [0, 8, 9, 23]) {
      const now = new Date(2026, 10, 25, hour, 59).getTime();
      const [, , morning] = snoozeEnds(now);
      expect(new Date(morning?.[1] ?? 0)).toEqual(new Date(2026, 10, 26, 9));
      for (const [, until] of snoozeEnds(now)) expect(until).toBeGreaterThan(now);
    }
  });
});

describe("many tasks at once", () => {
  const ids = manyTasks(450).map(({ id }) => id);
  const good = (of: readonly string[]): CareResult => ({
    results: of.map((id) => ({ id, ok: true, changed: true, task: task({ id }) })),
  });

  it("are sent 200 at a time, one batch after the other", async () => {
    let under = 0;
    const sizes: number[] = [];
    const heard: string[] = [];
    await sendAll(
      async (body) => {
        expect(++under).toBe(1);
        sizes.push(body.ids.length);
        await Promise.resolve();
        under--;
        return good(body.ids);
      },
      acknowledge,
      ids,
      { heard: (results) => heard.push(...results.map(({ id }) => id)) },
    );
    expect([sizes, heard]).toEqual([[200, 200, 50], ids]);
  });

  it("are all under way at once when the page is being left", () => {
    const sizes: number[] = [];
    void sendAll(
      (body) => {
        sizes.push(body.ids.length);
        return new Promise(() => undefined);
      },
      acknowledge,
      ids,
      { leaving: true, heard: () => undefined },
    );
    expect(sizes).toEqual([200, 200, 50]);
  });

  it("outlive the page as far as browsers allow, and are sent like others beyond that", async () => {
    const kept: boolean[] = [];
    const order: Order = { verb: "resolve", notes: "ü".repeat(10_000) };
    const send = async (leaving: boolean) => {
      await sendAll(
        async (body, keepalive) => {
          kept.push(keepalive);
          return good(body.ids);
        },
        order,
        ids,
        { leaving, heard: () => undefined },
      );
      return kept.splice(0);
    };
    expect(await send(true)).toEqual([true, true, false]);
    // What was answered has made room.
    expect(await send(true)).toEqual([true, true, false]);
    expect(await send(false)).toEqual([false, false, false]);
  });

  it("each have an answer, also where a batch fails or says too little", async () => {
    const messages = new Map<string, string | undefined>();
    let batch = 0;
    await sendAll(
      async (body) => {
        batch++;
        if (batch === 1) throw new Error("Gradus cannot be reached.");
        return good(body.ids.slice(1));
      },
      acknowledge,
      ids,
      {
        heard(results) {
          for (const one of results) messages.set(one.id, one.ok ? undefined : one.message);
        },
      },
    );
    expect(messages.size).toBe(450);
    expect(messages.get(ids[0] ?? "")).toBe("Gradus cannot be reached.");
    expect(messages.get(ids[200] ?? "")).toBe("Gradus says nothing of it.");
    expect(messages.get(ids[449] ?? "")).toBeUndefined();
  });
});

describe("why tasks stayed as before", () => {
  it("is told until they are tried again, whatever else is done meanwhile", () => {
    const failed = (id: string) => ({ id, title: id, message: "Somebody was first." });
    setFailures([]);
    addFailures(["a-1", "b-1"], [failed("a-1"), failed("b-1")]);
    addFailures(["c-1"], []);
    expect(getFailures().map(({ id }) => id)).toEqual(["a-1", "b-1"]);
    addFailures(["b-1", "d-1"], [failed("d-1")]);
    expect(getFailures().map(({ id }) => id)).toEqual(["a-1", "d-1"]);
  });
});

describe("what is under way", () => {
  it("is shown as it will be, whatever the API still says, until it is released", () => {
    const snooze = (seen: ReturnType<typeof task>) =>
      foreseen(seen, { verb: "snooze", until: NOW + HOUR }, by);
    const name = (seen: ReturnType<typeof task>) => foreseen(seen, acknowledge, by);
    hold(["h-1"], snooze);
    hold(["h-1"], name);
    expect(asHeld(task({ id: "h-1" })).care).toEqual({
      snoozed: { until: NOW + HOUR, ...by },
      acknowledged: by,
    });
    release(["h-1"], snooze);
    expect(asHeld(task({ id: "h-1" })).care).toEqual({ acknowledged: by });
    release(["h-1"], name);
    const other = task({ id: "h-1" });
    expect(asHeld(other)).toBe(other);
  });

  it("changes the pages that it is on, and leaves the others the same objects", () => {
    const [a, b] = [{ tasks: [task({ id: "a-1" })] }, { tasks: [task({ id: "b-1" })] }];
    const after = replaced(
      { pages: [a, b], pageParams: [undefined, "c"] },
      new Map([["b-1", task({ id: "b-1", status: "resolved" })]]),
    );
    expect(after.pages[0]).toBe(a);
    expect(after.pages[1]?.tasks[0]?.status).toBe("resolved");
  });
});

describe("an answer that waits", () => {
  afterEach(() => void vi.useRealTimers());
  const create = () => {
    const document: EventTarget & { visibilityState: string } = Object.assign(new EventTarget(), {
      visibilityState: "visible",
    });
    const window = new EventTarget();
    return { document, window, page: { document, window } as unknown as Page };
  };

  it("is sent after its time, once", () => {
    vi.useFakeTimers();
    const { window, page } = create();
    const run = vi.fn<(leaving: boolean) => void>();
    later(8_000, run, page);
    vi.advanceTimersByTime(7_999);
    expect(run).not.toHaveBeenCalled();
    vi.advanceTimersByTime(1);
    window.dispatchEvent(new Event("pagehide"));
    expect(run.mock.calls).toEqual([[false]]);
  });

  it("is sent at once when the page is hidden or left, and never when it was called off", () => {
    vi.useFakeTimers();
    for (const leave of ["hidden", "left"] as const) {
      const { document, window, page } = create();
      const [run, off] = [vi.fn<(leaving: boolean) => void>(), vi.fn<(leaving: boolean) => void>()];
      later(8_000, run, page);
      later(8_000, off, page).cancel();
      document.dispatchEvent(new Event("visibilitychange"));
      expect(run).not.toHaveBeenCalled();
      if (leave === "hidden") {
        document.visibilityState = "hidden";
        document.dispatchEvent(new Event("visibilitychange"));
      } else window.dispatchEvent(new Event("pagehide"));
      vi.runAllTimers();
      expect([leave, run.mock.calls, off.mock.calls]).toEqual([leave, [[true]], []]);
    }
  });
});
