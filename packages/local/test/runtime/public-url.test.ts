import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createApp } from "@gradus/api";
import type { Context } from "@gradus/core";
import { afterEach, beforeEach, expect, it } from "vitest";
import { aTask, anEscalation } from "../../../../test/contract/store/fixtures.ts";
import { openTestStore, type TestStore } from "../../../../test/support/store.ts";
import { optionsSchema } from "../../src/options.ts";
import { apiContext } from "../../src/runtime/api-context.ts";
import { createCleanup } from "../../src/runtime/cleanup.ts";
import { reachPeople } from "../../src/runtime/people.ts";
import { createProblems } from "../../src/runtime/problems.ts";

const PUBLIC = "https://gradus.example.org";

let dataDir: string;
let t: TestStore;
beforeEach(async () => {
  dataDir = await mkdtemp(join(tmpdir(), "gradus-public-"));
  t = await openTestStore();
});
afterEach(async () => {
  await t.close();
  await rm(dataDir, { recursive: true, force: true });
});

it("links in mail lead to the public address, and open and act under its name", async () => {
  const options = optionsSchema.parse({
    dataDir,
    targetsFile: "none",
    publicUrl: PUBLIC,
    token: "a token of some length",
    mailTo: [{ address: "ada@example.org" }],
  });
  const log = (): void => undefined;
  const problems = createProblems({ onNew: log, onGone: log });
  const baseUrl = (): string => options.publicUrl ?? "http://127.0.0.1:8888";
  const cleanup = createCleanup(log);
  const { notify, outbox, links } = reachPeople(options, { ...t, log, problems }, baseUrl, cleanup);
  const context = {
    ...t,
    log,
    notify,
    events: { publish: async () => undefined },
    workflows: { answer: async () => true },
    hands: { cards: () => [] },
    targets: { get: () => undefined, all: () => [] },
  } as unknown as Context;
  const needs = { options, context, outbox, links, status: {}, runner: {}, bus: {}, site: undefined };
  const api = apiContext(
    { ...needs, demo: undefined, version: "0" } as unknown as Parameters<typeof apiContext>[0],
    { url: "http://127.0.0.1:8888", port: 8888 },
  );
  const app = createApp(api);

  const task = aTask(1, { status: "awaiting_human", escalation: "e-1" });
  await t.store.tasks.create(task);
  const { escalation } = await t.store.escalations.open(anEscalation("e-1", { task: task.id }));
  await notify.escalated(escalation, task);
  const [mail] = await outbox.list();
  const raw = (await outbox.read(mail?.id ?? ""))?.replace(/=\r\n/g, "").replace(/\r\n[ \t]+/g, " ") ?? "";
  expect(raw).toContain(`List-Unsubscribe: <${PUBLIC}/l/`);
  expect(raw).not.toContain("127.0.0.1");
  const link =
    /https:\/\/gradus\.example\.org(\/l\/[\w.-]+)/.exec(raw.slice(raw.indexOf("\r\n\r\n")))?.[1] ?? "";

  const under = (host: string) =>
    app.request(link, { headers: { host, "sec-fetch-site": "cross-site", "sec-fetch-mode": "navigate" } });
  expect((await under("gradus.example.org")).status).toBe(200);
  expect((await under("127.0.0.1:8888")).status).toBe(200);
  expect((await under("evil.example")).status).toBe(421);
  const answered = await app.request(link, {
    method: "POST",
    headers: {
      host: "gradus.example.org",
      origin: "null",
      "sec-fetch-site": "same-origin",
      "content-type": "application/x-www-form-urlencoded",
    },
    body: "notes=freed+the+disk",
  });
  expect(answered.status).toBe(200);
  expect((await t.store.escalations.get("e-1"))?.resolution).toMatchObject({ by: "human:ada@example.org" });
  await cleanup.run();
});
