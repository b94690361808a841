import { execFileSync, spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { TaskSummary } from "@gradus/core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { eventually } from "../support/cli.ts";
import { openSite, serve, type Site } from "./support.ts";

const directory = mkdtempSync(join(tmpdir(), "gradus-disk-"));
const isMounted =
  process.getuid?.() === 0 &&
  spawnSync("mount", ["-t", "tmpfs", "-o", "size=64m", "tmpfs", directory]).status === 0;

describe.runIf(isMounted)("a full disk under the data directory", () => {
  let site: Site;
  let web: Awaited<ReturnType<typeof serve>>;
  let isWell = true;
  const ballast = join(directory, "ballast");

  beforeAll(async () => {
    web = await serve((_, response) => response.writeHead(isWell ? 200 : 500).end());
    site = await openSite({ directory, targets: `  - { id: web, health: [{ http: "${web.url}/" }] }\n` });
  }, 30_000);
  afterAll(async () => {
    await site?.close();
    web?.close();
    execFileSync("umount", ["-l", directory]);
    rmSync(directory, { recursive: true, force: true });
  }, 30_000);

  const fill = (): void => {
    const bytes = Buffer.alloc(256 * 1024, 1);
    try {
      for (;;) writeFileSync(ballast, bytes, { flag: "a" });
    } catch (error) {
      expect(error).toMatchObject({ code: "ENOSPC" });
    }
  };

  it("is said, and Gradus goes on watching and working from its reserve", async () => {
    await site.seen("web", (t) => t.state === "healthy");
    expect(site.gradus.problems()).toEqual([]);
    fill();
    await site.problem(/The disk of .* is full, or almost/);
    isWell = false;
    await site.seen("web", (t) => t.state === "failing");
    await eventually("a task is opened", async (): Promise<TaskSummary | undefined> => {
      const { tasks } = await site.gradus.context.store.tasks.list({ state: "open" });
      return tasks[0];
    });
  }, 60_000);

  it("goes on watching, and says that it cannot act, when the reserve is used up too", async () => {
    fill();
    const problem = await site.problem(/Nothing can be written down/);
    expect(problem).toContain("free some space");
    expect(await site.gradus.status.health()).toMatchObject({ status: "degraded" });
    const { checkedAt = 0 } = (await site.view("web")) ?? {};
    await site.seen("web", (t) => (t.checkedAt ?? 0) > checkedAt);
  }, 60_000);

  it("recovers by itself when there is room again", async () => {
    rmSync(ballast);
    await site.noProblem(/disk|written/i);
    expect(await site.gradus.status.health()).toMatchObject({ status: "ok" });
  }, 60_000);
});
