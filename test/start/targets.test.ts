import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { isAlive, processesUnder } from "../support/processes.ts";
import { eventually } from "../support/cli.ts";
import { fileOf, openSite, serve, type Site } from "./support.ts";

const worker = (id: string, extra = ""): string =>
  `  - { id: ${id}, manager: { kind: process, command: ["\${node}", "\${here}/service.mjs"]${extra} } }\n`;

describe("targets.yaml while Gradus runs", () => {
  let site: Site;
  let web: Awaited<ReturnType<typeof serve>>;
  beforeAll(async () => {
    web = await serve((_, response) => response.end("ok"));
    site = await openSite({ targets: worker("one") });
  }, 30_000);
  afterAll(async () => {
    await site?.close();
    web?.close();
  }, 30_000);

  it("keeps the targets and shows the problem while it is broken, and takes it when it is mended", async () => {
    await site.seen("one", (t) => t.state === "healthy");
    await site.configure("version: 1\ntargets:\n  - id: one\n    helth: []\n");
    const problem = await site.problem(/targets\.yaml is not in use/);
    expect(problem).toContain("targets.yaml:4:5: targets[0].helth");
    expect(await site.gradus.status.health()).toMatchObject({ status: "degraded", problems: [problem] });
    expect(await site.view("one")).toMatchObject({ state: "healthy" });
    await site.configure(fileOf(worker("one") + `  - { id: web, health: [{ http: "${web.url}" }] }\n`));
    await site.noProblem(/not in use/);
    expect(await site.seen("web", (t) => t.state === "healthy")).toMatchObject({ degraded: [] });
  });

  it("starts what is added, and leaves what is removed running, unwatched, until Gradus itself stops", async () => {
    await site.configure(fileOf(worker("one") + worker("two")));
    const { pid = 0 } = await site.seen("two", (t) => t.state === "healthy" && t.pid !== undefined);
    await site.configure(fileOf(worker("one")));
    await eventually("two is no longer watched", async () => ((await site.view("two")) ? undefined : true));
    expect(isAlive(pid)).toBe(true);
    await site.configure(fileOf(worker("one") + worker("two")));
    expect(await site.seen("two", (t) => t.pid !== undefined)).toMatchObject({ pid });
    await site.configure(fileOf(worker("one")));
    await eventually("two is no longer watched", async () => ((await site.view("two")) ? undefined : true));
  });

  it("does not restart what is changed, and looks at it with its new entry at once", async () => {
    const { pid } = await site.seen("one", (t) => t.pid !== undefined);
    await site.configure(
      fileOf(worker("one", ", environment: { COLOUR: blue }").replace("- {", "- { software: cron,")),
    );
    const changed = await site.seen("one", (t) => t.software === "cron" && t.state === "healthy");
    expect(changed.pid).toBe(pid);
  });

  it("says what of a target on AWS it cannot see from one machine", async () => {
    await site.configure(
      fileOf(`${worker("one")}  - { id: orders, manager: { kind: ecs, cluster: main, service: orders } }\n`),
    );
    expect(await site.problem(/orders/)).toContain("seen by a Gradus that is deployed there");
    await site.configure(fileOf(worker("one")));
    await site.noProblem(/orders/);
  });

  it("shows what is allowed but hardly meant, as long as it is so", async () => {
    await site.configure(fileOf(`${worker("one")}  - { id: ghost }\n`));
    expect(await site.problem(/ghost/)).toContain("nothing to look at");
    await site.configure(fileOf(worker("one")));
    await site.noProblem(/ghost/);
  });

  it("keeps the targets when the file is removed", async () => {
    const { unlink } = await import("node:fs/promises");
    await unlink(site.path("targets.yaml"));
    expect(await site.problem(/not in use/)).toContain("targets.yaml");
    expect(await site.view("one")).toBeDefined();
  });

  it("stops the processes of removed targets too when it stops", async () => {
    expect(processesUnder(site.directory).length).toBeGreaterThanOrEqual(2);
    await site.gradus.stop();
    expect(processesUnder(site.directory)).toEqual([]);
  });
});
