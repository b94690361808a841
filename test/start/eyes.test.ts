import { chmod, mkdir, writeFile } from "node:fs/promises";
import type { TaskSummary } from "@gradus/core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { eventually } from "../support/cli.ts";
import { openSite, serve, type Site } from "./support.ts";

const chunk = Buffer.alloc(64 * 1024, "x");

describe("targets that cannot be looked at as their entry says", () => {
  let site: Site;
  let web: Awaited<ReturnType<typeof serve>>;

  beforeAll(async () => {
    web = await serve((request, response) => {
      switch (request.url) {
        case "/never":
          return;
        case "/huge": {
          // 50 MB, as fast as somebody reads.
          let left = (50 * 1024 * 1024) / chunk.length;
          const more = (): void => {
            while (left-- > 0) if (!response.write(chunk)) return void response.once("drain", more);
            response.end();
          };
          return more();
        }
        case "/loop":
          response.writeHead(302, { location: "/loop" }).end();
          return;
        case "/page":
          response.end("<html><body>no metrics here</body></html>");
          return;
        default:
          response.end("ok");
      }
    });
    site = await openSite({
      targets: `
  - { id: fine, health: [{ http: "${web.url}/" }] }
  - { id: never, health: [{ http: "${web.url}/never", timeout: 500ms }] }
  - { id: huge, health: [{ http: "${web.url}/huge", timeout: 2s, body: needle }] }
  - { id: loop, health: [{ http: "${web.url}/loop" }] }
  - { id: no-metrics, health: [{ http: "${web.url}/" }], metrics: "${web.url}/page" }
  - { id: no-log, health: [{ http: "${web.url}/" }], logs: [./nowhere.log] }
  - { id: dir-log, health: [{ http: "${web.url}/" }], logs: [./folder] }
  - { id: no-command, manager: { kind: process, command: [/no/such/program] } }
  - { id: no-status, health: [{ http: "${web.url}/" }], manager: { kind: script, start: [/no/such], stop: [/no/such], status: [/no/such] } }
`,
    });
    await mkdir(site.path("folder"));
    await writeFile(site.path("secret.log"), "");
    await chmod(site.path("secret.log"), 0);
  }, 30_000);
  afterAll(async () => {
    await site?.close();
    web?.close();
  }, 40_000);

  it("goes on watching everything else", async () => {
    await site.seen("fine", (t) => t.state === "healthy");
  });

  it.each(["never", "loop"])("takes a page that does not come to an answer (%s) for failing", async (id) => {
    const view = await site.seen(id, (t) => t.state === "failing");
    expect(view.symptoms[0]?.summary).toContain(`${web.url}/${id}`);
  });

  it("does not read 50 MB to the end", async () => {
    const before = process.memoryUsage().rss;
    const view = await site.seen("huge", (t) => t.checkedAt !== undefined);
    expect(view.state).not.toBe("unknown");
    expect(process.memoryUsage().rss - before).toBeLessThan(100 * 1024 * 1024);
  });

  it("shows metrics that are none, and logs that are not there, as blind spots and not as faults", async () => {
    const metrics = await site.seen("no-metrics", (t) => t.degraded.length > 0);
    expect(metrics).toMatchObject({ state: "healthy", symptoms: [] });
    expect(metrics.degraded[0]).toContain("/page");
    const log = await site.seen("no-log", (t) => t.degraded.length > 0);
    expect(log).toMatchObject({ state: "healthy", symptoms: [] });
    expect(log.degraded[0]).toContain("nowhere.log is missing");
    const folder = await site.seen("dir-log", (t) => t.degraded.length > 0);
    expect(folder).toMatchObject({ state: "healthy", symptoms: [] });
  });

  it("says that a status script is not there, without taking the service for down", async () => {
    const view = await site.seen("no-status", (t) => t.degraded.length > 0);
    expect(view).toMatchObject({ state: "healthy", symptoms: [] });
  });

  it("makes a command that does not exist a task, which asks a person before anything is done", async () => {
    await site.seen("no-command", (t) => t.state === "failing");
    const task = await eventually("a task waits", async (): Promise<TaskSummary | undefined> => {
      const { tasks } = await site.gradus.context.store.tasks.list({ state: "open", target: "no-command" });
      return tasks.find((t) => t.status !== "working");
    });
    expect(task.symptom).toBe("service_down");
  });

  it("has no problem of its own with any of it", async () => {
    expect(site.gradus.problems()).toEqual([]);
  });
});
