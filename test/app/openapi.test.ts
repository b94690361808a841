import { Validator } from "@seriousme/openapi-schema-validator";
import { exportPatterns, leaveMail, newPattern } from "@gradus/core";
import * as fc from "fast-check";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { call } from "./support/call.ts";
import { addEscalation, addFixed, addTask } from "./support/cases.ts";
import { allowedBy, type Described, describedBy } from "./support/document.ts";
import { openWorld, RESTART, type World } from "./support/world.ts";

const TOKEN = "a token of some length";
let world: World;
beforeEach(async () => {
  world = await openWorld({
    outbox: {
      list: () => Promise.resolve([{ id: "m1", at: 1, to: "ada@example.org", subject: "chatbot" }]),
      read: (id) => Promise.resolve(id === "m1" ? "Subject: chatbot\r\n\r\nIt is down." : undefined),
    },
  });
});
afterEach(() => world.close());

/** A stream that never ends is looked at by its own tests. */
const answering = (operations: readonly Described[]) => operations.filter((o) => o.id !== "events");

/** Everything that a request could have changed. */
async function everything(of: World): Promise<string> {
  const { store } = of.core;
  const { tasks } = await store.tasks.list({ state: "all", limit: 100 });
  return JSON.stringify([
    await store.settings.read(),
    await store.audit.read("system"),
    tasks,
    await Promise.all(tasks.map(({ id }) => store.tasks.get(id))),
    await store.escalations.list({ limit: 100 }),
    await store.patterns.list({ limit: 100 }),
    of.answers,
    of.injected,
  ]);
}

describe("the document that the API serves of itself", () => {
  it("is valid OpenAPI 3.1", async () => {
    const { document } = await describedBy(world);
    const validator = new Validator();
    expect(await validator.validate(document)).toMatchObject({ valid: true });
    expect(validator.version).toBe("3.1");
  });

  it("names every route of the API, and no other", async () => {
    const { operations } = await describedBy(world);
    const served = world.app.routes
      .filter((r) => r.method !== "ALL" && /^\/(api\/|health$)/.test(r.path))
      .map((r) => `${r.method} ${r.path.replaceAll(/:(\w+)/g, "{$1}")}`);
    expect(operations.map((o) => `${o.method} ${o.path}`).sort()).toEqual([...new Set(served)].sort());
  });

  it("asks for a token where one is needed, but for /health", async () => {
    const open = await describedBy(world);
    expect(open.document).toMatchObject({ security: [] });
    const closed = await openWorld({ access: { token: TOKEN } });
    const { document } = await describedBy(closed, { authorization: `Bearer ${TOKEN}` });
    expect(document).toMatchObject({
      security: [{ bearer: [] }],
      paths: { "/health": { get: { security: [] } } },
      components: { securitySchemes: { bearer: { type: "http", scheme: "bearer" } } },
    });
    await closed.close();
  });

  it("tells the truth about what is answered, whatever is asked", async () => {
    const { document, operations } = await describedBy(world);
    const task = await addFixed(world);
    const [help, approval] = [await addEscalation(world, "help"), await addEscalation(world, "approval")];
    const known = [task.id, help.id, "system", "m1", "chatbot"];
    const id = fc.oneof(
      fc.constantFrom(...known, help.task, approval.id, approval.task),
      fc.constantFrom("..", "../../etc/passwd", "a%00b", "<script>", "x\r\nBcc: a@b.c", "__proto__"),
      fc.string({ unit: "grapheme", minLength: 1, maxLength: 30 }),
    );
    const told = new Set<string>();
    for (const operation of answering(operations)) {
      const { method, path, query, body } = operation;
      const bodies = body
        ? fc.oneof(
            allowedBy(body, document).map((value) => JSON.stringify(value)),
            fc.json(),
            fc.string({ unit: "binary", maxLength: 40 }),
          )
        : fc.constant(undefined);
      const queries = fc.oneof(
        fc.record(Object.fromEntries(query.map((q) => [q.name, allowedBy(q.schema, document)])), {
          requiredKeys: [],
        }),
        fc.dictionary(
          fc.oneof(
            fc.constantFrom("limit", "cursor", "state", "target", "severity", "q"),
            fc.string({ maxLength: 8 }),
          ),
          fc.string({ unit: "binary", maxLength: 20 }),
          { maxKeys: 3 },
        ),
      );
      await fc.assert(
        fc.asyncProperty(id, queries, bodies, async (at, given, text) => {
          const search = new URLSearchParams(
            Object.entries(given).map(([k, v]): [string, string] => [k, String(v)]),
          );
          const url = `${path.replaceAll(/\{\w+\}/g, encodeURIComponent(at))}?${search.toString()}`;
          const answer = await call(world, method, url, text);
          expect(answer.status, `${method} ${url} ${answer.text}`).toBeLessThan(500);
          // What is no path any more ("..") is answered by the page.
          if (answer.status === 200) told.add(operation.id);
          if (answer.status !== 404) expect(operation.complain(answer), `${method} ${url}`).toBeUndefined();
          expect(answer.text).not.toContain("token-of-");
          expect(answer.headers.get("x-request-id")).toMatch(/./);
        }),
        { numRuns: 30, examples: known.map((one) => [one, {}, body && "{}"]) },
      );
    }
    for (const { id: read } of answering(operations).filter((o) => o.method === "GET"))
      expect(told).toContain(read);
    expect(world.logged.filter((line) => line.startsWith("error"))).toEqual([]);
  });
});

describe("a change", () => {
  const pattern = newPattern({
    software: "node",
    symptom: "service_down",
    features: [],
    action: RESTART,
    faultClass: "killed",
    origin: "own",
    now: 0,
  });
  /** One good request for each operation that changes something. */
  const good: Record<string, (of: World) => Promise<{ at?: string; body: unknown }>> = {
    resolveEscalation: async (of) => ({
      at: (await addEscalation(of, "help")).id,
      body: { notes: "restarted it", action: RESTART },
    }),
    approveEscalation: async (of) => ({ at: (await addEscalation(of, "approval")).id, body: {} }),
    rejectEscalation: async (of) => ({
      at: (await addEscalation(of, "approval")).id,
      body: { notes: "not now" },
    }),
    handBackEscalation: async (of) => ({ at: (await addEscalation(of, "help")).id, body: {} }),
    actOnTasks: async (of) => {
      const [free, asked] = [await addTask(of), await addEscalation(of, "help")];
      return { body: { ids: [free.id, asked.task, "none-1"], verb: "assign" } };
    },
    noteTask: async (of) => ({
      at: (await addFixed(of)).id,
      body: { notes: "it was the cable", key: "once" },
    }),
    importPatterns: async () => ({
      body: JSON.parse(exportPatterns([{ ...pattern, successes: 3 }], 1_000)) as unknown,
    }),
    retirePattern: async (of) => ({ body: { id: (await of.core.store.patterns.save(pattern)).id } }),
    promotePattern: async (of) => ({ body: { id: (await of.core.store.patterns.save(pattern)).id } }),
    replayTask: async (of) => ({ at: (await addFixed(of)).id, body: {} }),
    pause: async () => ({ body: { reason: "maintenance", target: "worker" } }),
    resume: async (of) => {
      await call(of, "POST", "/api/pause", { reason: "maintenance" });
      return { body: {} };
    },
    setAutonomy: async () => ({ at: "chatbot", body: { risk: "disruptive", level: "auto", reason: "x" } }),
    testMail: async () => ({ body: {} }),
    rejoinMail: async (of) => {
      const { settings } = of.core.store;
      await settings.save(leaveMail(await settings.read(), "ada@example.org", 1));
      return { body: { recipient: "Ada@example.org" } };
    },
    injectAnomaly: async () => ({ body: { target: "chatbot", type: "kill" } }),
  };

  it("is tried here for every route that makes one", async () => {
    const { operations } = await describedBy(world);
    expect(
      operations
        .filter((o) => o.method === "POST")
        .map((o) => o.id)
        .sort(),
    ).toEqual(Object.keys(good).sort());
  });

  // Who breaks the demo fleet twice means it, and a second test message is refused: see test/app/mail-test.test.ts.
  it.each(Object.keys(good).filter((id) => id !== "injectAnomaly" && id !== "testMail"))(
    "that is delivered twice is made once: %s",
    async (id) => {
      const { operations } = await describedBy(world);
      const operation = operations.find((o) => o.id === id);
      const { at = "", body } = (await good[id]?.(world)) ?? { body: undefined };
      const url = operation?.path.replaceAll(/\{\w+\}/g, at) ?? "";
      const untouched = await everything(world);
      const first = await call(world, "POST", url, body);
      expect({ status: first.status, wrong: operation?.complain(first) }).toEqual({ status: 200 });
      const once = await everything(world);
      if (id !== "replayTask") expect(once).not.toBe(untouched);
      const second = await call(world, "POST", url, body);
      expect({ status: second.status, wrong: operation?.complain(second) }).toEqual({ status: 200 });
      expect(await everything(world)).toBe(once);
    },
  );
});

describe("without the token", () => {
  it("nothing is told and nothing is changed, whatever is asked", async () => {
    const closed = await openWorld({ access: { token: TOKEN } });
    const { document, operations } = await describedBy(closed, { authorization: `Bearer ${TOKEN}` });
    const help = await addEscalation(closed, "help");
    const before = await everything(closed);
    for (const { id, method, path, body } of operations) {
      if (id === "health") continue;
      const [sample] = fc.sample(body ? allowedBy(body, document) : fc.constant(undefined), 1);
      const url = path.replaceAll(/\{\w+\}/g, help.id);
      const { status, json } = await call(closed, method, url, sample, { authorization: "Bearer wrong" });
      expect({ url, status, code: json.error.code }).toEqual({ url, status: 401, code: "forbidden" });
    }
    expect(await everything(closed)).toBe(before);
    await closed.close();
  });
});
