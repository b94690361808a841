import type { Browser, Page, Request } from "playwright-core";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { addEscalation, addFixed } from "../app/support/cases.ts";
import { RESTART } from "../app/support/world.ts";
import { launch, noBrowser, poll, reader, scrollsSideways } from "./support/browser.ts";
import { openSetting, type Setting } from "./support/setting.ts";

describe.skipIf(noBrowser)("the site, in a real browser over a real API", () => {
  let setting: Setting;
  let browser: Browser;
  let page: Page;
  const complaints: string[] = [];

  const resolutionOf = async (id: string) => (await setting.world.core.store.escalations.get(id))?.resolution;
  const told = (text: string | RegExp) => page.locator("#note").getByText(text).waitFor();
  const heading = (text: string | RegExp) => page.getByRole("heading", { level: 1, name: text }).waitFor();

  beforeAll(async () => {
    [setting, browser] = await Promise.all([openSetting(), launch()]);
    // One reader goes through all of it: a new one for each test takes longer than most tests.
    ({ page } = await reader(browser, complaints));
  });
  afterAll(async () => {
    await browser?.close();
    await setting?.close();
  });
  afterEach(() => {
    expect(complaints.splice(0)).toEqual([]);
  });

  it("says on a quiet day that all is well, and asks nobody to sign in where there is nowhere to", async () => {
    await page.goto(setting.open.url);
    await heading("All is well");
    expect(await page.textContent("#open")).toContain("Nothing is open: a quiet day.");
    expect(await page.getByRole("button", { name: "Sign out" }).count()).toBe(0);
    expect(setting.provider.seen).toEqual([]);
  });

  it("is not sent again what it has: a look that finds nothing new costs headers", async () => {
    await page.goto(setting.open.url);
    await heading("All is well");
    const tasks = page.waitForResponse((r) => r.url().includes("/api/tasks?state=closed"));
    await page.evaluate(() => document.dispatchEvent(new Event("visibilitychange")));
    expect((await tasks).status()).toBe(304);
    await addFixed(setting.world, { title: "the cache was bad" });
    await page.evaluate(() => document.dispatchEvent(new Event("visibilitychange")));
    await page.getByText("the cache was bad").first().waitFor();
  });

  it("looks every three seconds while somebody is there or something happens, and every minute when not", async () => {
    const { page: own } = await reader(browser, complaints);
    let looks = 0;
    const pending = new Set<Request>();
    own.on("request", (r) => {
      pending.add(r);
      if (r.url().includes("/api/tasks?state=closed")) looks++;
    });
    own.on("response", (r) => void pending.delete(r.request()));
    const drawn = () => own.evaluate("fetch('/config.json').then(() => 0)");
    await own.clock.install();
    await own.goto(setting.open.url);
    await own.getByRole("heading", { level: 1, name: "All is well" }).waitFor();
    /** By the page's own clock, which stands still while answers come and are drawn. */
    const secondsToNextLook = async (): Promise<number> => {
      const before = looks;
      for (let seconds = 1; ; seconds++) {
        await own.clock.runFor(1_000);
        for (await drawn(); pending.size > 0;) await drawn();
        if (looks > before) return seconds;
      }
    };
    await secondsToNextLook();
    expect(await secondsToNextLook()).toBeLessThanOrEqual(5);
    await own.clock.fastForward(11 * 60_000);
    await secondsToNextLook();
    expect(await secondsToNextLook()).toBeGreaterThanOrEqual(55);
    await addFixed(setting.world, { title: "the queue was stuck" });
    await secondsToNextLook();
    expect(await secondsToNextLook()).toBeLessThanOrEqual(5);
    await own.context().close();
  });

  it("approves exactly the action that it shows, as whoever is signed in", async () => {
    const e = await addEscalation(setting.world, "approval");
    await page.goto(`${setting.site.url}/escalations/${e.id}`);
    await page.getByText('roll-back-release(to="v41")', { exact: true }).first().waitFor();
    expect(await page.textContent("#answer")).toContain("can be undone");
    await page.getByLabel("Notes").fill("after the demo");
    await page.keyboard.press("Enter");
    expect(await resolutionOf(e.id)).toBeUndefined();
    await page.getByRole("button", { name: "Approve, and run it" }).click();
    await told("Your answer was taken.");
    expect(await resolutionOf(e.id)).toMatchObject({
      kind: "approved",
      by: "human:ada@example.org",
      notes: "after the demo",
    });
    expect(setting.world.answers.at(-1)).toMatchObject({
      token: `token-of-${e.id}`,
      output: { decision: "approved" },
    });
    expect(await page.textContent("#answer")).toContain("ada@example.org approved it.");
    expect(await page.getByRole("button", { name: /Approve|Reject/ }).count()).toBe(0);
  });

  it("offers a viewer nothing to press, and says who answers", async () => {
    const e = await addEscalation(setting.world, "approval");
    setting.open.role = "viewer";
    await page.goto(`${setting.open.url}/escalations/${e.id}`);
    await page.getByText("You have the role viewer.").waitFor();
    expect(await page.getByRole("button", { name: /Approve|Reject/ }).count()).toBe(0);
    setting.open.role = "operator";
  });

  it("rejects, and says who was first when somebody was", async () => {
    const e = await addEscalation(setting.world, "approval");
    await page.goto(`${setting.open.url}/escalations/${e.id}`);
    const reject = page.getByRole("button", { name: "Reject" });
    await reject.waitFor();
    await setting.world.app.request(`http://x/api/escalations/${e.id}/reject`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ notes: "not today" }),
    });
    await reject.click();
    await told("Somebody was first: a local user rejected it. That answer stands.");
    expect(await resolutionOf(e.id)).toMatchObject({ kind: "rejected", notes: "not today" });
  });

  it("comes from an entry of the overview, resolves with notes and one of the offered methods", async () => {
    const e = await addEscalation(setting.world, "help", { title: "the disk is full" });
    await page.goto(setting.site.url);
    await page.getByRole("link", { name: "the disk is full" }).click();
    await heading("the disk is full");
    expect(page.url()).toBe(`${setting.site.url}/escalations/${e.id}`);
    expect(await page.evaluate("document.activeElement.tagName")).toBe("H1");
    await page.getByRole("button", { name: "Resolve" }).click();
    expect(await resolutionOf(e.id)).toBeUndefined();
    await page.getByLabel("What did you do?").fill("made room, and restarted it");
    await page.getByLabel("Was it one of these?").selectOption("restart-service()");
    await page.getByRole("button", { name: "Resolve" }).click();
    await told("Your answer was taken.");
    expect(await resolutionOf(e.id)).toMatchObject({
      kind: "human",
      by: "human:ada@example.org",
      notes: "made room, and restarted it",
      action: RESTART,
    });
    await page.goBack();
    await page.getByRole("heading", { name: "Lately closed" }).waitFor();
    expect(await page.getByRole("link", { name: "the disk is full" }).count()).toBe(0);
  });

  it("gives a task back", async () => {
    const e = await addEscalation(setting.world, "help");
    await page.goto(`${setting.open.url}/escalations/${e.id}`);
    await page.getByRole("button", { name: "Give it back" }).click();
    await told("Your answer was taken.");
    expect(await resolutionOf(e.id)).toMatchObject({ handedBack: true });
  });

  it("tells the story of a task: what was seen, tried, checked and said", async () => {
    const task = await addFixed(setting.world, { title: "the story is told" });
    await page.goto(`${setting.open.url}/tasks/${task.id}`);
    await heading("the story is told: fixed");
    const text = (await page.textContent("main")) ?? "";
    for (const part of [
      "restart-service()",
      "Checked: fixed",
      "connection refused on port 7101",
      "1 event, intact",
    ])
      expect(text).toContain(part);
  });

  it("shows hostile words as words, and makes visible what hides or turns them around", async () => {
    const evil = '<img src=x onerror="alert(1)"><script>alert(2)</script>';
    const e = await addEscalation(setting.world, "approval", {
      title: evil,
      summary: evil,
      sections: [{ heading: evil, lines: [evil] }],
      action: { runbook: "roll-back-release", params: { to: `v41\u202e${evil}` } },
    });
    for (const path of ["/", `/escalations/${e.id}`, `/tasks/${e.task}`]) {
      await page.goto(`${setting.open.url}${path}`);
      await page.locator("#view h1").waitFor();
      expect(await page.locator("#view img, #view script").count()).toBe(0);
    }
    await page.goto(`${setting.open.url}/escalations/${e.id}`);
    await heading(evil);
    expect(await page.textContent("#answer")).toContain("v41\\u{202e}<img");
  });

  it("keeps what was typed, opened and focused when it reads again", async () => {
    const e = await addEscalation(setting.world, "help");
    await page.goto(`${setting.open.url}/escalations/${e.id}`);
    const notes = page.getByLabel("What did you do?");
    await page.getByText("Show 1 observation").click();
    await notes.fill("half a sentence");
    await setting.world.core.store.escalations.save({
      ...((await setting.world.core.store.escalations.get(e.id)) ?? e),
      summary: "now with more to say",
    });
    await poll(page);
    await page.getByText("now with more to say").waitFor();
    expect(await notes.inputValue()).toBe("half a sentence");
    expect(await page.evaluate("document.activeElement.name")).toBe("notes");
    expect(await page.locator("details").getAttribute("open")).toBe("");
  });

  it("keeps what it shows while Gradus cannot be reached, says so, and goes on by itself", async () => {
    const e = await addEscalation(setting.world, "help");
    await page.goto(`${setting.open.url}/escalations/${e.id}`);
    await heading(/not running/);
    setting.open.down = true;
    await poll(page);
    await page.getByRole("alert").getByText("Gradus cannot be reached").waitFor();
    await page.getByLabel("What did you do?").fill("it was the cable");
    await page.getByRole("button", { name: "Resolve" }).click();
    await page.getByRole("alert").getByText("it is not certain whether your answer arrived").waitFor();
    expect(await page.getByLabel("What did you do?").inputValue()).toBe("it was the cable");
    setting.open.down = false;
    await page.getByRole("button", { name: "Resolve" }).click();
    await told("Your answer was taken.");
    expect(await page.getByRole("alert").textContent()).toBe("");
  });

  it.each([false, true])(
    "says what is not there, also where the edge (%s) answers with the page itself",
    async (edge) => {
      setting.open.edge = edge;
      await page.goto(`${setting.open.url}/tasks/nothing-like-it`);
      await heading("Not found");
      setting.open.edge = false;
      await page.goto(`${setting.open.url}/nowhere`);
      await heading("There is no such page");
    },
  );

  it("scrolls sideways on no page of a narrow screen", async () => {
    const long = "x".repeat(200);
    const help = await addEscalation(setting.world, "help", { title: long, summary: long });
    const asks = await addEscalation(setting.world, "approval", {
      action: { runbook: "roll-back-release", params: { to: long } },
    });
    const task = await addFixed(setting.world, { title: long });
    await page.setViewportSize({ width: 320, height: 700 });
    for (const path of ["/", `/escalations/${help.id}`, `/escalations/${asks.id}`, `/tasks/${task.id}`]) {
      await page.goto(`${setting.site.url}${path}`);
      await page.locator("#view h1").waitFor();
      expect({ path, wide: await scrollsSideways(page) }).toEqual({ path, wide: false });
    }
  });
});
