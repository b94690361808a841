import type { Browser, BrowserContext, Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { addEscalation } from "../app/support/cases.ts";
import { launch, noBrowser, poll, reader } from "./support/browser.ts";
import { said, shown } from "./support/page.ts";
import { openSetting, type Setting } from "./support/setting.ts";

describe.skipIf(noBrowser)("signing in", () => {
  let setting: Setting;
  let browser: Browser;
  let context: BrowserContext;
  let page: Page;
  const complaints: string[] = [];

  /** Opens the menu that says who one is. */
  const who = async () => {
    await shown(page);
    await page.getByRole("button", { name: "Theme, keys and sign-in" }).click();
    return page.getByRole("menu");
  };
  const words = () => page.getByLabel("What was done, or what to know");
  const heading = (text: string | RegExp) => page.getByRole("heading", { level: 1, name: text }).waitFor();

  beforeAll(async () => {
    [setting, browser] = await Promise.all([openSetting(), launch()]);
  });
  afterAll(async () => {
    await browser?.close();
    await setting?.close();
  });
  beforeEach(async () => {
    Object.assign(setting.provider, {
      lifetimeS: 3_600,
      refuse: false,
      forge: {},
      state: undefined,
      seen: [],
    });
    ({ context, page } = await reader(browser, complaints));
  });
  afterEach(async () => {
    await context.close();
    expect(complaints.splice(0)).toEqual([]);
  });

  it("brings the reader of a mail to the page that its link names, and leaves no code in the address", async () => {
    const e = await addEscalation(setting.world, "help");
    await page.goto(`${setting.site.url}/escalations/${e.id}`);
    await heading(/chatbot is not running/);
    expect(page.url()).toBe(`${setting.site.url}/tasks/${e.task}`);
    expect(await (await who()).textContent()).toContain("ada@example.org");
    expect(setting.provider.seen).toEqual(["authorize", "authorization_code"]);
  });

  it("lasts over a reload, and keeps nothing that outlives the tab", async () => {
    await page.goto(setting.site.url);
    await (await who()).getByRole("menuitem", { name: "Sign out" }).waitFor();
    await page.reload();
    await (await who()).getByRole("menuitem", { name: "Sign out" }).waitFor();
    expect(setting.provider.seen).toEqual(["authorize", "authorization_code", "refresh_token"]);
    const kept = await page.evaluate(
      "[localStorage.length, document.cookie, JSON.stringify({ ...sessionStorage })]",
    );
    expect(kept).toEqual([0, "", expect.stringMatching(/^\{"gradus.refresh":"[0-9a-f]{32}"\}$/)]);
  });

  it("is renewed before it ends, once for all requests that need it", async () => {
    setting.provider.lifetimeS = 30;
    await page.goto(setting.site.url);
    await heading(/./);
    setting.provider.lifetimeS = 3_600;
    setting.provider.seen.length = 0;
    await poll(page);
    await expect.poll(() => setting.provider.seen).toEqual(["refresh_token"]);
    expect(await page.getByRole("alert").count()).toBe(0);
  });

  it("is renewed when the gateway does not take it any more", async () => {
    await page.goto(setting.site.url);
    await heading(/./);
    setting.provider.revoke();
    await poll(page);
    await expect.poll(() => setting.provider.seen.at(-1)).toBe("refresh_token");
    expect(await page.getByRole("alert").count()).toBe(0);
  });

  it("that has ended is begun again where one was, with what was typed", async () => {
    const e = await addEscalation(setting.world, "help");
    const there = `${setting.site.url}/tasks/${e.task}?a=b#facts`;
    await page.goto(there);
    await words().fill("a long story");
    setting.provider.refuse = true;
    setting.provider.revoke();
    await page.getByRole("button", { name: "It is dealt with" }).click();
    await page.getByRole("alert").getByText("Your sign-in has ended.").waitFor();
    expect((await setting.world.core.store.escalations.get(e.id))?.status).toBe("open");
    setting.provider.refuse = false;
    await page.getByRole("button", { name: "Sign in again" }).click();
    await words().waitFor();
    expect(page.url()).toBe(there);
    await expect.poll(() => words().inputValue()).toBe("a long story");
    await page.getByRole("button", { name: "It is dealt with" }).click();
    await said(page, "Your answer was taken.");
  });

  it("stays ended for who signed out, until they say otherwise", async () => {
    const e = await addEscalation(setting.world, "help");
    await page.goto(`${setting.site.url}/tasks/${e.task}`);
    await words().fill("for nobody else to read");
    await (await who()).getByRole("menuitem", { name: "Sign out" }).click();
    await heading("You are signed out");
    expect(setting.provider.seen.filter((one) => one === "authorize")).toHaveLength(1);
    expect(await page.evaluate("sessionStorage.length")).toBe(0);
    await page.getByRole("button", { name: "Sign in" }).click();
    await (await who()).getByRole("menuitem", { name: "Sign out" }).waitFor();
  });

  it.each([
    ["a code that this tab did not ask for", "code=stolen&state=guessed", /not begun in this tab/],
    ["an error that this tab did not ask for", "error=access_denied&state=guessed", /not begun in this tab/],
  ])("does not take %s", async (_what, query, said) => {
    await page.goto(`${setting.site.url}/?${query}`);
    await heading("Signing in did not work");
    expect(await page.textContent("main")).toMatch(said);
    expect(setting.provider.seen).toEqual([]);
    expect(page.url()).toBe(`${setting.site.url}/`);
  });

  it("does not take a code that comes back with another state, though a sign-in is under way", async () => {
    setting.provider.state = "another";
    await page.goto(setting.site.url);
    await heading("Signing in did not work");
    expect(setting.provider.seen).toEqual(["authorize"]);
  });

  it.each([
    ["another sign-in", { nonce: "another" }],
    ["another application", { aud: "another" }],
    ["another issuer", { iss: "https://another.example" }],
  ])("does not take a token of %s", async (what, forge) => {
    setting.provider.forge = forge;
    await page.goto(setting.site.url);
    await heading("Signing in did not work");
    expect(await page.textContent("main")).toContain(what);
    expect(await page.evaluate("sessionStorage.length")).toBe(0);
  });
});
