import { existsSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { type Browser, chromium, type Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Bundle, privateBundle } from "../support/bundle.ts";
import { type GradusProcess, spawnGradus } from "../support/gradus-process.ts";
import { install } from "../support/installation.ts";

const CHROMIUM = "/usr/bin/chromium";
const URL = "http://127.0.0.1:8931";

// A browser is no npm package: without Debian's Chromium this is reported as skipped; .ci/run installs it.
describe.skipIf(!existsSync(CHROMIUM))("the page, in a real browser over a running Gradus", () => {
  let directory: string;
  let bundle: Bundle;
  let gradus: GradusProcess;
  let browser: Browser;
  let page: Page;
  const complaints: string[] = [];

  beforeAll(async () => {
    directory = await mkdtemp(join(tmpdir(), "gradus-browser-"));
    bundle = await privateBundle("gradus");
    const installation = await install({ directory, portBase: 7_311, apiPort: 8_931, settle: "2s" });
    gradus = await spawnGradus({ bundle: bundle.path("gradus"), installation, intervalMs: 1_000 });
    browser = await chromium.launch({
      executablePath: CHROMIUM,
      args: [
        "--no-sandbox",
        "--disable-gpu",
        "--disable-quic",
        "--no-first-run",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
      ],
    });
    page = await browser.newPage();
    page.on("console", (message) => {
      // A link that was used answers 410, and the browser says so.
      const expected = /status of 410/.test(message.text());
      if (message.type() === "error" && !expected) complaints.push(message.text());
    });
    page.on("pageerror", (error) => complaints.push(error.message));
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
    expect(await page.textContent("main")).toMatch(/all healthy/i);
  });

  it("has no page that scrolls sideways on a phone", async () => {
    await page.setViewportSize({ width: 320, height: 700 });
    for (const path of ["/", "/tasks", "/escalations", "/patterns", "/mail", "/audit"]) {
      await page.goto(`${URL}${path}`);
      const wider = await page.evaluate<boolean>(
        "document.documentElement.scrollWidth > document.documentElement.clientWidth",
      );
      expect({ path, wider }).toEqual({ path, wider: false });
    }
    await page.setViewportSize({ width: 1_280, height: 900 });
  });

  it("shows a fault and its repair while one looks on, without a reload", async () => {
    await page.goto(URL);
    await gradus.post("/api/test/anomaly", { target: "chatbot", type: "kill" });
    await page.getByText("chatbot is not running").first().waitFor({ timeout: 30_000 });
    await page
      .getByText(/restart-service|Restart/)
      .first()
      .waitFor({ timeout: 40_000 });
    const fixed = await eventually(async () =>
      (await gradus.tasks()).find((t) => t.target === "chatbot" && t.status === "fixed"),
    );
    await page.goto(`${URL}/tasks/${fixed.id}`);
    expect(await page.textContent("main")).toMatch(/verified/i);
  }, 90_000);

  it("takes a resolution from the link in a mail, and a second one comes too late", async () => {
    await gradus.post("/api/pause", { reason: "to see what comes to a person" });
    await gradus.post("/api/test/anomaly", { target: "email-blast", type: "kill" });
    const mail = await eventually(
      async () => (await gradus.get<{ mail: Array<{ id: string }> }>("/api/mail")).mail[0],
    );
    const raw = await (await fetch(`${URL}/api/mail/${mail.id}`)).text();
    const link =
      /http:\/\/127\.0\.0\.1:8931\/l\/[\w.~-]+/.exec(raw.replace(/=\r?\n/g, "").replace(/=3D/g, "="))?.[0] ??
      "";
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
