import type { AuditPage } from "@gradus/api";
import { appendAudit, GradusError, type Task } from "@gradus/core";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { call } from "./support/call.ts";
import { addTask } from "./support/cases.ts";
import { openWorld, type World } from "./support/world.ts";

let world: World;
beforeEach(async () => {
  world = await openWorld();
});
afterEach(() => world.close());

const page = async (query = ""): Promise<AuditPage> => (await call(world, "GET", `/api/audit${query}`)).json;
const later = () => world.test.clock.advance(1_000);
const pause = async (target: string) => {
  later();
  await call(world, "POST", "/api/pause", { reason: "the audit", target });
};
/** A task whose chain was changed after it was written. */
async function forged(): Promise<Task> {
  later();
  const { id } = await addTask(world);
  const task = await world.core.store.tasks.get(id);
  if (!task) throw new Error("there is no task");
  const audit = task.audit.map((event) => ({ ...event, actor: "nobody" }));
  return world.core.store.tasks.save({ ...task, audit });
}

describe("the audit page", () => {
  it("has the system's chain and those of the newest tasks, each judged, and all events newest first", async () => {
    const first = await addTask(world, { target: "worker" });
    await pause("worker");
    later();
    const last = await addTask(world);
    const { chains, events, cursor } = await page();
    expect(chains).toEqual([
      { chain: "system", ok: true, events: 1 },
      { chain: last.id, target: "chatbot", ok: true, events: 1 },
      { chain: first.id, target: "worker", ok: true, events: 1 },
    ]);
    expect(events.map((e) => [e.chain, e.target, e.event.type])).toEqual([
      [last.id, "chatbot", "task.opened"],
      ["system", undefined, "target.paused"],
      [first.id, "worker", "task.opened"],
    ]);
    expect(cursor).toBeUndefined();
  });

  it("goes on from page to page without missing or repeating a chain, the system's on the first", async () => {
    await pause("worker");
    for (let n = 0; n < 5; n++) {
      later();
      await addTask(world);
    }
    const chains: string[] = [];
    let cursor: string | undefined;
    do {
      const seen: AuditPage = await page(`?limit=2${cursor === undefined ? "" : `&cursor=${cursor}`}`);
      chains.push(...seen.chains.map((c) => c.chain));
      cursor = seen.cursor;
    } while (cursor !== undefined);
    expect(chains).toHaveLength(6);
    expect(new Set(chains).size).toBe(6);
    expect(chains[0]).toBe("system");
  });

  it("says which chain does not hold, from where, and why, whatever is looked for", async () => {
    const { id } = await forged();
    await addTask(world);
    for (const query of ["", "?q=no-such-text"]) {
      const { chains } = await page(query);
      expect(chains.filter((c) => !c.ok)).toEqual([
        {
          chain: id,
          target: "chatbot",
          ok: false,
          events: 1,
          at: 1,
          why: expect.stringContaining("changed after"),
        },
      ]);
    }
  });

  it("shows the other chains when a task cannot be read any more", async () => {
    const spoilt = await addTask(world);
    const sound = await addTask(world);
    const { tasks } = world.core.store;
    const get = tasks.get.bind(tasks);
    tasks.get = async (id) => {
      if (id !== spoilt.id) return get(id);
      throw new GradusError("corrupt", "the row is damaged");
    };
    const { chains, events } = await page();
    expect(chains.find((c) => c.chain === spoilt.id)).toMatchObject({ ok: false, events: 0, at: 1 });
    expect(chains.find((c) => c.chain === sound.id)).toMatchObject({ ok: true });
    expect(events.map((e) => e.chain)).toEqual([sound.id]);
  });

  it.each([
    ["PAUSED", ["target.paused", "target.paused"]],
    ["human:local", ["target.paused", "target.paused"]],
    ['"target":"worker"', ["target.paused"]],
    ["detector", ["task.opened"]],
    ["worker target PAUSED by a local user", ["target.paused"]],
    ["seen and confirmed", ["task.opened"]],
    ["no-such-text", []],
    ["paused no-such-text", []],
  ])("finds events by their type, actor and words: %s", async (q, types) => {
    await addTask(world);
    await pause("worker");
    await pause("chatbot");
    const { events, chains } = await page(`?q=${encodeURIComponent(q)}`);
    expect(events.map((e) => e.event.type)).toEqual(types);
    expect(chains).toHaveLength(2);
  });

  it("tells the newest five hundred events of the system, and counts all", async () => {
    const entries = Array.from({ length: 510 }, (_, n) => ({
      at: n,
      actor: "human:ada",
      type: n < 3 ? "target.resumed" : "target.paused",
      data: { n },
    }));
    for (let n = 0; n < entries.length; n += 102)
      await world.core.store.audit.append("system", entries.slice(n, n + 102));
    const { chains, events } = await page();
    expect(chains).toEqual([{ chain: "system", ok: true, events: 510 }]);
    expect([events.length, events[0]?.event.seq, events.at(-1)?.event.seq]).toEqual([500, 510, 11]);
    expect((await page("?q=resumed")).events).toHaveLength(3);
  });

  it.each(["limit=0", "limit=51", "limit=x", "q=", `q=${"x".repeat(101)}`, "cursor=forged", "of=5"])(
    "is not asked for with %s",
    async (query) => {
      expect((await call(world, "GET", `/api/audit?${query}`)).status).toBe(400);
    },
  );

  it("leaves single chains and the export where they were", async () => {
    await pause("worker");
    const exported = await call(world, "GET", "/api/audit/export");
    expect(exported.text.trim().split("\n")).toHaveLength(1);
    const { json } = await call(world, "GET", "/api/audit/system");
    expect(json.verified.ok).toBe(true);
    expect(appendAudit(world.core.crypto, [], "system", [json.events[0]])[0]?.hash).toBe(json.events[0].hash);
  });
});
