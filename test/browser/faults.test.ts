import type { Browser } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { addEscalation, addFixed } from "../app/support/cases.ts";
import { historyOf } from "../web/support/history.ts";
import { launch, noBrowser, reader } from "./support/browser.ts";
import { said, shown } from "./support/page.ts";
import { openSetting, type Setting } from "./support/setting.ts";

describe.skipIf(noBrowser)("what holds the page together, in a real browser over a real API", () => {
  let setting: Setting;
  let browser: Browser;
  const complaints: string[] = [];
  /** The browser says that the part did not come, and React that it was caught. */
  const expected = /net::ERR_FAILED|dynamically imported module|Unable to preload CSS/;

  beforeAll(async () => {
    [setting, browser] = await Promise.all([openSetting(), launch()]);
  });
  afterAll(async () => {
    await browser?.close();
    await setting?.close();
  });

  it("a part that cannot be loaded leaves the page as it is, and says so when it was asked for", async () => {
    const { page, context } = await reader(browser, complaints, expected);
    await page.goto(setting.open.url);
    await shown(page);
    await context.route("**/assets/**", (route) => route.abort());
    for (const key of ["Control+k", "?"]) {
      await page.keyboard.press(key);
      await said(page, "it could not be loaded");
      await page.getByRole("button", { name: "Put away" }).click();
      await page.getByRole("heading", { name: "Fleet" }).waitFor();
    }
    await page.getByRole("link", { name: "Targets", exact: true }).click();
    await page.getByRole("heading", { level: 1, name: "This page has a fault" }).waitFor();
    await page.getByRole("link", { name: "Overview" }).click();
    await page.getByRole("heading", { name: "Fleet" }).waitFor();
    await context.close();
    expect(complaints.splice(0)).toEqual([]);
  });

  it("a part of a task that cannot be loaded takes nothing from it but the picture", async () => {
    const { page, context } = await reader(browser, complaints, expected);
    const task = await addFixed(setting.world, { title: "the cable was out" });
    const history = historyOf([["Triage", 10]], { start: Date.now() });
    Object.assign(setting.world.api, {
      execution: (name: string) => Promise.resolve({ name, status: "SUCCEEDED", states: [], history }),
    });
    await context.route("**/assets/late-*", (route) => route.abort());
    await page.goto(`${setting.open.url}/tasks/${task.id}`);
    await page.getByText("It cannot be drawn now").waitFor();
    await page.getByRole("heading", { level: 1, name: /the cable was out/ }).waitFor();
    await page.getByRole("heading", { name: "Facts" }).waitFor();
    await context.close();
    expect(complaints.splice(0)).toEqual([]);
  });

  it("the number of open tasks leads to as many tasks, also to those that are snoozed", async () => {
    const { page, context } = await reader(browser, complaints);
    const { task } = await addEscalation(setting.world, "help");
    await addEscalation(setting.world, "help");
    const until = Date.now() + 3_600_000;
    const snoozed = await page.request.post(`${setting.open.url}/api/tasks/act`, {
      data: { ids: [task], verb: "snooze", until },
    });
    expect(await snoozed.json()).toMatchObject({ results: [{ ok: true }] });
    await page.goto(setting.open.url);
    const number = page.locator(".matrix tr td:last-child a").first();
    expect(await number.textContent()).toBe("2");
    await number.click();
    await page.locator(".tasks-count").getByText("2 of 2 tasks").waitFor();
    await context.close();
    expect(complaints.splice(0)).toEqual([]);
  });

  it("what is searched for is read from the address once, whatever signs it has", async () => {
    const { page, context } = await reader(browser, complaints);
    await page.goto(`${setting.open.url}/targets?q=${encodeURIComponent("50%2F")}`);
    const field = page.getByLabel("Search targets");
    await field.waitFor();
    expect(await field.inputValue()).toBe("50%2F");
    await field.fill("a%2Fb&c");
    await expect.poll(() => new URL(page.url()).searchParams.get("q")).toBe("a%2Fb&c");
    await page.reload();
    await expect.poll(() => field.inputValue()).toBe("a%2Fb&c");
    await page.goto(`${setting.open.url}/tasks?q=${encodeURIComponent("50%2F")}`);
    expect(await page.getByLabel("Search tasks").inputValue()).toBe("50%2F");
    await context.close();
    expect(complaints.splice(0)).toEqual([]);
  });

  it("times are told whole to who asks for it; who listens hears no clock tick", async () => {
    const { page, context } = await reader(browser, complaints);
    await page.request.post(`${setting.open.url}/api/pause`, { data: { reason: "a move" } });
    await page.clock.install();
    await page.goto(setting.open.url);
    await said(page, "a move");
    await page.evaluate(`
      window.told = [];
      new MutationObserver((found) => {
        for (const { target } of found) {
          const at = target.nodeType === 1 ? target : target.parentElement;
          const region = at?.closest("[aria-live],[role=status],[role=alert]");
          if (region && region.getAttribute("aria-live") !== "off") window.told.push(at.textContent);
        }
      }).observe(document.body, { subtree: true, characterData: true, childList: true });
    `);
    const age = page.locator(".banners time");
    const before = await age.textContent();
    await page.clock.runFor(4_000);
    await expect.poll(() => age.textContent()).not.toBe(before);
    expect(await page.evaluate("window.told")).toEqual([]);
    await page.getByRole("button", { name: "Theme, keys and sign-in" }).click();
    await page.getByRole("menuitem", { name: "Show exact times" }).click();
    expect(await age.textContent()).toBe(await age.getAttribute("title"));
    await context.close();
    expect(complaints.splice(0)).toEqual([]);
  });
});
