import type { Browser, Page, Request } from "playwright-core";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { addEscalation, addFixed } from "../app/support/cases.ts";
import { launch, noBrowser, poll, reader } from "./support/browser.ts";
import { said, shown } from "./support/page.ts";
import { openSetting, type Setting } from "./support/setting.ts";

describe.skipIf(noBrowser)("how fresh the page is, in a real browser over a real API", () => {
  let setting: Setting;
  let browser: Browser;
  let page: Page;
  const complaints: string[] = [];

  beforeAll(async () => {
    [setting, browser] = await Promise.all([openSetting(), launch()]);
    ({ page } = await reader(browser, complaints));
  });
  afterAll(async () => {
    await browser?.close();
    await setting?.close();
  });
  afterEach(() => {
    expect(complaints.splice(0)).toEqual([]);
  });

  it("asks nobody to sign in where there is nowhere to", async () => {
    await page.goto(setting.open.url);
    await shown(page);
    await page.getByRole("button", { name: "Theme, keys and sign-in" }).click();
    await page.getByRole("menu").getByText("a local user").waitFor();
    expect(await page.getByRole("menuitem", { name: "Sign out" }).count()).toBe(0);
    expect(setting.provider.seen).toEqual([]);
  });

  it("is not sent again what it has: a look that finds nothing new costs headers", async () => {
    await page.goto(`${setting.open.url}/tasks?state=closed`);
    await shown(page);
    const tasks = page.waitForResponse((r) => r.url().includes("/api/tasks?state=closed"));
    await poll(page);
    expect((await tasks).status()).toBe(304);
    await addFixed(setting.world, { title: "the cache was bad" });
    await poll(page);
    await page.getByText("the cache was bad").first().waitFor();
  });

  it("looks every three seconds while somebody is there or something happens, every minute when not, and not at all when hidden", async () => {
    const { page: own } = await reader(browser, complaints);
    let looks = 0;
    const pending = new Set<Request>();
    own.on("request", (r) => {
      pending.add(r);
      if (r.url().includes("/api/targets")) looks++;
    });
    own.on("response", (r) => void pending.delete(r.request()));
    own.on("requestfailed", (r) => void pending.delete(r));
    const drawn = () => own.evaluate("fetch('/config.json').then(() => 0)");
    await own.clock.install();
    await own.goto(setting.open.url);
    await shown(own);
    const settle = async (): Promise<void> => {
      for (await drawn(); pending.size > 0;) await drawn();
    };
    /** By the page's own clock, which stands still while answers come and are drawn. */
    const secondsToNextLook = async (): Promise<number> => {
      const before = looks;
      for (let seconds = 1; ; seconds++) {
        await own.clock.runFor(1_000);
        await settle();
        if (looks > before || seconds > 90) return seconds;
      }
    };
    await secondsToNextLook();
    expect(await secondsToNextLook()).toBeLessThanOrEqual(5);
    await own.clock.fastForward(11 * 60_000);
    await settle();
    await secondsToNextLook();
    expect(await secondsToNextLook()).toBeGreaterThanOrEqual(55);
    await addEscalation(setting.world, "help");
    await secondsToNextLook();
    expect(await secondsToNextLook()).toBeLessThanOrEqual(5);
    await own.evaluate(
      "Object.defineProperty(document, 'visibilityState', { value: 'hidden', configurable: true }); document.dispatchEvent(new Event('visibilitychange'))",
    );
    await settle();
    const before = looks;
    await own.clock.runFor(120_000);
    await settle();
    expect(looks).toBe(before);
    await own.context().close();
  }, 90_000);

  it("keeps what it shows while Gradus cannot be reached, says since when, and goes on by itself", async () => {
    const e = await addEscalation(setting.world, "help");
    await page.goto(`${setting.open.url}/tasks/${e.task}`);
    const words = page.getByLabel("What was done, or what to know");
    await words.waitFor();
    setting.open.down = true;
    await poll(page);
    await said(page, "Gradus has not answered since");
    await words.fill("it was the cable");
    await page.getByRole("button", { name: "It is dealt with" }).click();
    await page.locator(".toast").getByText("Gradus cannot be reached").waitFor();
    expect(await words.inputValue()).toBe("it was the cable");
    expect((await setting.world.core.store.escalations.get(e.id))?.status).toBe("open");
    setting.open.down = false;
    await page.getByRole("button", { name: "It is dealt with" }).click();
    await said(page, "Your answer was taken.");
    await page.getByText("Gradus has not answered since").waitFor({ state: "detached" });
  });

  it.each([false, true])(
    "says what is not there, also where the edge (%s) answers with the page itself",
    async (edge) => {
      setting.open.edge = edge;
      await page.goto(`${setting.open.url}/tasks/nothing-like-it`);
      await page.getByRole("heading", { level: 1, name: "There is nothing here" }).waitFor();
      setting.open.edge = false;
      await page.goto(`${setting.open.url}/nowhere`);
      await page.getByRole("heading", { level: 1, name: "There is no such page" }).waitFor();
    },
  );
});
