import { lstat, readFile, readlink, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { installDemo, probeContent, readHistory } from "../src/index.ts";
import { ask, control, readMetric } from "../src/http.ts";
import { startFleet, type Fleet } from "./support/fleet.ts";
import { slowMilliseconds } from "./support/inject.ts";

describe("the demo fleet", () => {
  let fleet: Fleet;
  beforeAll(async () => {
    fleet = await startFleet();
  });
  afterAll(() => fleet?.close());

  it("gives the known content from outside, for every service", async () => {
    for (const { at } of fleet.services) {
      expect(await probeContent(at.service, at.port, slowMilliseconds)).toMatchObject({ ok: true });
    }
  });

  it("lays out releases, the link to the current one, environment, settings and logs", async () => {
    for (const { at } of fleet.services) {
      expect(await readlink(join(at.dir, "current"))).toBe("releases/1.1.0");
      expect((await readHistory(at.dir)).map(({ version }) => version)).toEqual(["1.0.0", "1.1.0"]);
      expect((await lstat(join(at.dir, "releases", "1.0.0", "server.mjs"))).isFile()).toBe(true);
      expect(await readFile(at.logFile, "utf8")).toMatch(
        /^\d{4}-\d\d-\d\dT[\d:.]+Z INFO  \S+ 1\.1\.0 listening on 127\.0\.0\.1:\d+ pid \d+$/m,
      );
    }
  });

  it("leaves an installation alone, and makes it new when asked for", async () => {
    const { at } = fleet.services[1]!;
    const options = { dataDir: fleet.dataDir, portBase: at.port - 1, only: [at.service] };
    const before = await readFile(at.configFile, "utf8");
    await writeFile(at.configFile, "mine");
    expect(await installDemo({ ...options, portBase: 1 })).toEqual([at]);
    expect(await readFile(at.configFile, "utf8")).toBe("mine");
    await writeFile(at.configFile, before);

    const other = fleet.dataDir + "/other";
    const [first] = await installDemo({ ...options, dataDir: other });
    await writeFile(first!.configFile, "mine");
    await installDemo({ ...options, dataDir: other, fresh: true });
    expect(await readFile(first!.configFile, "utf8")).toBe(before);
  });

  it("is small and moves its metrics by its own traffic", async () => {
    for (const { at } of fleet.services) {
      const count = await readMetric(at.port, "http_request_duration_seconds_count");
      await expect
        .poll(() => readMetric(at.port, "http_request_duration_seconds_count"))
        .toBeGreaterThan(count!);
      expect(await readMetric(at.port, "process_resident_memory_bytes")).toBeLessThan(90 * 1024 * 1024);
      expect(await readMetric(at.port, "http_request_errors_total")).toBe(0);
      expect((await ask(at.port, "/metrics")).body).toContain(
        `service_info{service="${at.service}",version="1.1.0"} 1`,
      );
    }
  });

  it("pauses and resumes background jobs", async () => {
    const { at } = fleet.services[0]!;
    await control(at.port, "/admin/pause");
    expect(await readMetric(at.port, "jobs_paused")).toBe(1);
    await control(at.port, "/admin/resume");
    expect(await readMetric(at.port, "jobs_paused")).toBe(0);
  });

  it("refuses an unknown fault and an unknown route", async () => {
    const { at } = fleet.services[0]!;
    expect((await ask(at.port, "/admin/fault", { method: "POST", json: { type: "toString" } })).status).toBe(
      400,
    );
    expect((await ask(at.port, "/api/campaigns/99")).status).toBe(404);
  });

  it("takes no orders from a web page", async () => {
    const { at } = fleet.services[0]!;
    const headers = { origin: "https://elsewhere.example" };
    const answer = await fetch(`${at.url}/admin/pause`, { method: "POST", headers });
    expect(answer.status).toBe(403);
    expect(await readMetric(at.port, "jobs_paused")).toBe(0);
  });

  it("ends with exit 0 within half a second of SIGTERM and comes back", async () => {
    const service = fleet.services[1]!;
    const began = performance.now();
    await service.stop();
    expect(performance.now() - began).toBeLessThan(500);
    expect(service.exits.at(-1)).toEqual({ code: 0, signal: null });
    await service.start();
    expect(await probeContent(service.at.service, service.at.port, slowMilliseconds)).toMatchObject({
      ok: true,
    });
  });
});
