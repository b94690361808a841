import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Bundle, privateBundle } from "../support/bundle.ts";
import { type GradusProcess, spawnGradus } from "../support/gradus-process.ts";
import { install } from "../support/installation.ts";
import { launch, noBrowser, reader } from "./support/browser.ts";

const URL = "http://127.0.0.1:8931";

describe.skipIf(noBrowser)("the page, in a real browser over a running Gradus", () => {
  let directory: string;
  let bundle: Bundle;
  let gradus: GradusProcess;
  let browser: Browser;
  let page: Page;
  const complaints: string[] = [];

  beforeAll(async () => {
    directory = await mkdtemp(join(tmpdir(), "gradus-browser-"));
    bundle = await privateBundle("gradus");
    await bundle.addSite();
    const installation = await install({ directory, portBase: 7_311, apiPort: 8_931, settle: "2s" });
    gradus = await spawnGradus({ bundle: bundle.path("gradus"), installation, intervalMs: 1_000 });
    browser = await launch();
    // A link that was used answers 410, and the browser says so.
    ({ page } = await reader(browser, complaints, /status of 410/));
    page.setDefaultTimeout(30_000);
    await eventually(async () => (await gradus.targets()).every((t) => t.state === "healthy" && t.baseline));
  }, 90_000);

  afterAll(async () => {
    await browser?.close();
    await gradus?.stop();
    await bundle?.remove();
    if (directory) await rm(directory, { recursive: true, force: true });
  });

  it("says on a quiet day that all is well", async () => {
    await page.goto(URL);
    await page.getByRole("heading", { level: 1, name: /All is well: \d+ targets healthy/ }).waitFor();
    expect(await page.title()).toBe("Overview · Gradus");
  });

  it("offers who sees it first to break something, and shows the fault and its repair without a reload", async () => {
    await page.goto(URL);
    await page.getByRole("button", { name: /Break it/ }).waitFor();
    await page.getByLabel("Service").selectOption("chatbot");
    await page.getByLabel("What is to happen to it").selectOption("kill");
    await page.getByRole("button", { name: /Break it/ }).click();
    await page.getByText("chatbot is not running").first().waitFor({ timeout: 30_000 });
    await expect.poll(() => page.title(), { timeout: 20_000 }).toMatch(/^\(1\) /);
    expect(await page.getAttribute("#icon", "href")).toMatch(/^data:image\/svg/);
    await page
      .getByRole("link", { name: /chatbot is not running/ })
      .first()
      .click();
    await page.getByRole("heading", { level: 1, name: /Fixed: .*chatbot/ }).waitFor({ timeout: 60_000 });
    expect(await page.textContent("main")).toMatch(/verified/i);
    await expect.poll(() => page.title(), { timeout: 20_000 }).not.toMatch(/^\(/);
  }, 90_000);

  it("shows a change within a second", async () => {
    await page.goto(`${URL}/settings`);
    await page.getByRole("heading", { level: 1 }).waitFor();
    // By the page's own clock, from the answer to the request that changes something to what is drawn; the quickest of three.
    const took: number[] = [];
    for (let i = 0; i < 3; i++) {
      await page.evaluate(`
        window.changed = new Promise((done) => {
          const watch = new MutationObserver(() => {
            if (!document.querySelector(".banners")?.textContent.includes("how soon ${i}")) return;
            watch.disconnect();
            requestAnimationFrame(() => done(Date.now()));
          });
          watch.observe(document.body, { childList: true, subtree: true, characterData: true });
        });
        0`);
      await gradus.post("/api/pause", { reason: `how soon ${i}` });
      const done = Date.now();
      took.push((await page.evaluate<number>("window.changed")) - done);
      await gradus.post("/api/resume", {});
      await page.locator(".banners").getByText(`how soon ${i}`).waitFor({ state: "detached" });
    }
    console.log(`a change shows after ${took.join(", ")} ms`);
    expect(Math.min(...took)).toBeLessThan(1_000);
  });

  it("takes a resolution from the link in a mail, and a second one comes too late", async () => {
    await gradus.post("/api/pause", { reason: "to see what comes to a person" });
    await gradus.post("/api/test/anomaly", { target: "email-blast", type: "kill" });
    const mail = await eventually(
      async () => (await gradus.get<{ mail: Array<{ id: string }> }>("/api/mail")).mail[0],
    );
    const { text } = await gradus.get<{ text: string }>(`/api/mail/${mail.id}/parts`);
    const link = /http:\/\/127\.0\.0\.1:8931\/l\/[\w.~-]+/.exec(text)?.[0] ?? "";
    await page.goto(`${URL}/mail?message=${mail.id}`);
    await page.getByText("email-blast").first().waitFor();
    await page.goto(link);
    await page.locator("textarea").first().fill("restarted it by hand");
    await page.locator("form button[type=submit], form button:not([type])").first().click();
    await page.waitForLoadState();
    const resolved = await eventually(async () =>
      (await gradus.tasks()).find((t) => t.target === "email-blast" && t.status === "resolved"),
    );
    expect(resolved.outcome).toContain("restarted it by hand");
    await page.goto(link);
    expect(await page.textContent("body")).toMatch(/operator@localhost/);
    await gradus.post("/api/resume", {});
  }, 90_000);

  it("has broken no rule of its own content security policy, and logged no error", () => {
    expect(complaints).toEqual([]);
  });
});

/** Asks until there is an answer that holds; a machine under load may take its time. */
async function eventually<T>(ask: () => Promise<T | undefined | false>): Promise<T> {
  const began = Date.now();
  for (;;) {
    await sleep(200);
    const found = await ask();
    if (found) return found;
    if (Date.now() - began > 60_000) throw new Error("it did not come about within a minute");
  }
}
