import type { Browser } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { addFixed } from "../app/support/cases.ts";
import { historyOf } from "../web/support/history.ts";
import { launch, noBrowser, reader } from "./support/browser.ts";
import { said, shown } from "./support/page.ts";
import { openSetting, type Setting } from "./support/setting.ts";

describe.skipIf(noBrowser)("a part of the page that cannot be loaded, offline or after a new version", () => {
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

  it("leaves the page as it is, and says so when it was asked for", async () => {
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

  it("takes nothing from a task but the picture", async () => {
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
});
