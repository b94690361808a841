import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { axe } from "./support/axe.ts";
import { launch, noBrowser, reader, scrollsSideways } from "./support/browser.ts";
import { shown } from "./support/page.ts";
import { type Seeded, seed } from "./support/seed.ts";
import { openSetting, type Setting } from "./support/setting.ts";

type Theme = "light" | "dark";

describe.skipIf(noBrowser)("every view, in a real browser over a real API", () => {
  let setting: Setting;
  let browser: Browser;
  let seeded: Seeded;
  const complaints: string[] = [];
  const pages = new Map<Theme, Page>();

  const paths = (): Record<string, string> => ({
    overview: "/",
    tasks: "/tasks",
    "all tasks": "/tasks?state=all",
    "a task that asks for help": `/tasks/${seeded.help.task}`,
    "a task that asks for approval": `/tasks/${seeded.asks.task}`,
    "a task that is fixed": `/tasks/${seeded.fixed.id}`,
    "a task of many letters": `/tasks/${seeded.long.id}`,
    targets: "/targets",
    "a target": "/targets/chatbot",
    patterns: "/patterns",
    audit: "/audit",
    "a chain": `/audit?chain=${seeded.fixed.id}`,
    settings: "/settings",
    "a message": `/mail?message=${seeded.message}`,
    "a link in a message": seeded.link,
    "what is not there": "/tasks/nothing-like-it",
    "no page": "/nowhere",
  });

  beforeAll(async () => {
    [setting, browser] = await Promise.all([openSetting(), launch()]);
    seeded = await seed(setting.world);
    setting.open.events = true;
    setting.open.role = "admin";
    for (const theme of ["light", "dark"] as const) {
      const { page } = await reader(browser, complaints);
      await page.emulateMedia({ colorScheme: theme });
      pages.set(theme, page);
    }
  }, 60_000);
  afterAll(async () => {
    await browser?.close();
    await setting?.close();
  });

  it.each(
    (["light", "dark"] as const).flatMap((theme) =>
      [320, 768, 1_280].map((width) => [theme, width] as const),
    ),
  )(
    "has nothing against it by axe, and does not scroll sideways, %s and %i pixels wide",
    async (theme, width) => {
      const page = pages.get(theme);
      if (!page) throw new Error(`no page is ${theme}`);
      await page.setViewportSize({ width, height: 800 });
      const found: Record<string, unknown> = {};
      for (const [name, path] of Object.entries(paths())) {
        await page.goto(`${setting.open.url}${path}`);
        await shown(page);
        const against = await axe(page);
        const sideways = await scrollsSideways(page);
        if (against.length > 0 || sideways) found[name] = { against, sideways };
      }
      expect(found).toEqual({});
    },
    // Seventeen pages each; a busy machine takes many times what an idle one does.
    240_000,
  );

  it.each([
    ["light", 1_280],
    ["dark", 320],
  ] as const)(
    "has nothing against what opens over a view by axe, %s and %i pixels wide",
    async (theme, width) => {
      const page = pages.get(theme);
      if (!page) throw new Error(`no page is ${theme}`);
      await page.setViewportSize({ width, height: 800 });
      const button = (name: string | RegExp) => page.getByRole("button", { name }).first();
      const [pattern] = (await setting.world.core.store.patterns.list()).patterns;
      const opens: ReadonlyArray<readonly [what: string, path: string, open: () => Promise<void>]> = [
        ["the question of the kill switch", "/", () => button(/Pause/).click()],
        ["the menu of the page", "/", () => button("Theme, keys and sign-in").click()],
        ["the palette", "/", () => page.keyboard.press("Control+k")],
        ["the help", "/", () => page.keyboard.press("?")],
        ["a menu of a task", `/tasks/${seeded.help.task}`, () => button("Snooze").click()],
        ["the level of a target", "/targets/chatbot", () => button(/^Change/).click()],
        [
          "the judgement of a pattern",
          `/patterns?pattern=${encodeURIComponent(pattern?.id ?? "")}`,
          () => button("Retire …").click(),
        ],
        [
          "what many are asked",
          `/tasks#selected=${seeded.help.task}`,
          async () => {
            await page.keyboard.press("r");
          },
        ],
      ];
      const found: Record<string, unknown> = {};
      for (const [what, path, open] of opens) {
        await page.goto(`${setting.open.url}${path}`);
        await shown(page);
        if (path.includes("#")) await page.getByRole("group", { name: "With the selected tasks" }).waitFor();
        await open();
        await page.locator("dialog[open], [role=menu]").first().waitFor();
        const against = await axe(page);
        if (against.length > 0) found[what] = against;
      }
      expect(found).toEqual({});
    },
    120_000,
  );

  it("leads from a day in the chart to as many tasks as its bar says", async () => {
    const page = pages.get("light");
    if (!page) throw new Error("no page is light");
    const days = page.locator(".days a");
    const rows = page.locator("[role=row]:has([role=cell])");
    await page.goto(setting.open.url);
    await days.first().waitFor();
    for (let left = await days.count(); left > 0; left--) {
      const day = days.nth(left - 1);
      const tasks = Number(/: (\d+) task/.exec((await day.getAttribute("aria-label")) ?? "")?.[1]);
      // At the top of its column, where its bar need not reach.
      await day.click({ position: { x: 3, y: 2 } });
      await page.getByRole("button", { name: /^Closed on .*: drop this filter/ }).waitFor();
      await expect.poll(() => rows.count()).toBe(tasks);
      await page.goBack();
      await days.first().waitFor();
    }
  });

  it("has the place one is at in sight, also on a phone, where the row of places is wider than the screen", async () => {
    const page = pages.get("light");
    if (!page) throw new Error("no page is light");
    await page.setViewportSize({ width: 320, height: 640 });
    for (const path of ["/settings", "/", "/audit"]) {
      await page.goto(`${setting.open.url}${path}`);
      await shown(page);
      const box = await page.locator("nav [aria-current]").boundingBox();
      expect(box?.x).toBeGreaterThanOrEqual(0);
      expect((box?.x ?? 0) + (box?.width ?? 0)).toBeLessThanOrEqual(320);
    }
  });

  it("says in its title what it is, and has one heading of the first order", async () => {
    const page = pages.get("light");
    if (!page) throw new Error("no page is light");
    const titles = new Set<string>();
    for (const path of Object.values(paths())) {
      await page.goto(`${setting.open.url}${path}`);
      await shown(page);
      expect([path, await page.locator("h1").count()]).toEqual([path, 1]);
      titles.add(await page.title());
    }
    expect(titles.size).toBeGreaterThanOrEqual(9);
  }, 60_000);

  it("is dark or light as the reader says, over a reload", async () => {
    const page = pages.get("light");
    if (!page) throw new Error("no page is light");
    await page.setViewportSize({ width: 1_280, height: 800 });
    await page.goto(setting.open.url);
    await shown(page);
    await page.getByRole("button", { name: "Theme, keys and sign-in" }).click();
    await page.getByRole("menuitemradio", { name: "Dark" }).click();
    const background = () => page.evaluate<string>("getComputedStyle(document.body).backgroundColor");
    await expect.poll(background).toBe("rgb(19, 22, 25)");
    await page.reload();
    await shown(page);
    expect(await background()).toBe("rgb(19, 22, 25)");
  });

  it("has broken no rule of its content security policy, and logged no error", () => {
    expect(complaints).toEqual([]);
  });
});
