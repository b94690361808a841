import type { Browser, Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { addEscalation, addFixed } from "../app/support/cases.ts";
import { RESTART } from "../app/support/world.ts";
import { launch, noBrowser, poll, reader } from "./support/browser.ts";
import { said, shown } from "./support/page.ts";
import { openSetting, type Setting } from "./support/setting.ts";

describe.skipIf(noBrowser)("what a person answers, in a real browser over a real API", () => {
  let setting: Setting;
  let browser: Browser;
  let page: Page;
  const complaints: string[] = [];

  const resolutionOf = async (id: string) => (await setting.world.core.store.escalations.get(id))?.resolution;
  const careOf = async (task: string) => (await setting.world.core.store.tasks.get(task))?.care;
  const words = () => page.getByLabel("What was done, or what to know");

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

  it("approves exactly the action that is shown, as whoever is signed in", async () => {
    const e = await addEscalation(setting.world, "approval");
    await page.goto(`${setting.site.url}/escalations/${e.id}`);
    const box = page.getByRole("region", { name: "May Gradus run this?" });
    await box.getByText('roll-back-release(to="v41")', { exact: true }).first().waitFor();
    expect(page.url()).toBe(`${setting.site.url}/tasks/${e.task}`);
    expect(await box.textContent()).toContain("can be undone");
    await page.getByLabel("Notes").first().fill("after the demo");
    await page.getByLabel("Notes").first().press("Enter");
    expect(await resolutionOf(e.id)).toBeUndefined();
    await page.getByRole("button", { name: "Approve, and run it" }).click();
    await said(page, "Your answer was taken.");
    expect(await resolutionOf(e.id)).toMatchObject({
      kind: "approved",
      by: "human:ada@example.org",
      notes: expect.stringMatching(/^after the demo/),
    });
    expect(setting.world.answers.at(-1)).toMatchObject({
      token: `token-of-${e.id}`,
      output: { decision: "approved" },
    });
    await said(page, "ada@example.org approved it.");
    expect(await page.getByRole("button", { name: /Approve|Reject/ }).count()).toBe(0);
  });

  it("lets a viewer press nothing, and says what it takes", async () => {
    const e = await addEscalation(setting.world, "approval");
    setting.open.role = "viewer";
    await page.goto(`${setting.open.url}/tasks/${e.task}`);
    await page.getByText("You have the role viewer").first().waitFor();
    for (const name of ["Approve, and run it", "Reject", "Acknowledge", "Pause all"])
      expect([name, await page.getByRole("button", { name, exact: false }).first().isDisabled()]).toEqual([
        name,
        true,
      ]);
    setting.open.role = "operator";
  });

  it("rejects, and says who was first when somebody was", async () => {
    const e = await addEscalation(setting.world, "approval");
    await page.goto(`${setting.open.url}/tasks/${e.task}`);
    const reject = page.getByRole("button", { name: "Reject" });
    await reject.waitFor();
    await setting.world.app.request(`http://x/api/escalations/${e.id}/reject`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ notes: "not today" }),
    });
    await reject.click();
    await said(page, "a local user rejected it.");
    expect(await resolutionOf(e.id)).toMatchObject({ kind: "rejected", notes: "not today" });
  });

  it("comes from the overview, resolves with notes and one of the offered methods", async () => {
    const e = await addEscalation(setting.world, "help");
    await page.goto(setting.site.url);
    await page.locator(`main a[href="/tasks/${e.task}"]`).first().click();
    await shown(page);
    const resolve = page.getByRole("button", { name: "It is dealt with" });
    await resolve.waitFor();
    expect(await resolve.isDisabled()).toBe(true);
    await words().fill("made room, and restarted it");
    await page.getByLabel("What helped").selectOption("restart-service()");
    await resolve.click();
    await said(page, "Your answer was taken.");
    expect(await resolutionOf(e.id)).toMatchObject({
      kind: "human",
      by: "human:ada@example.org",
      notes: "made room, and restarted it",
      action: RESTART,
    });
  });

  it("gives a task back", async () => {
    const e = await addEscalation(setting.world, "help");
    await page.goto(`${setting.open.url}/tasks/${e.task}`);
    await page.getByRole("button", { name: "Hand back to Gradus" }).click();
    await said(page, "Your answer was taken.");
    expect(await resolutionOf(e.id)).toMatchObject({ handedBack: true });
  });

  it("acknowledges, snoozes, and goes to the words by keys; and the task keeps a note", async () => {
    const e = await addEscalation(setting.world, "help");
    await page.goto(`${setting.open.url}/tasks/${e.task}`);
    await page.getByRole("button", { name: "Acknowledge" }).waitFor();
    await page.keyboard.press("a");
    await expect.poll(async () => (await careOf(e.task))?.acknowledged?.by).toBe("human:local");
    await page.getByRole("button", { name: "Unacknowledge" }).waitFor();
    await page.keyboard.press("s");
    await expect.poll(async () => (await careOf(e.task))?.snoozed).toBeDefined();
    await page.getByRole("button", { name: "End the snooze" }).waitFor();
    await page.keyboard.press("r");
    await page.keyboard.type("as a note");
    expect(await words().inputValue()).toBe("as a note");
    await page.getByRole("button", { name: /as a note/ }).click();
    await expect
      .poll(async () =>
        (await setting.world.core.store.tasks.get(e.task))?.audit.some(
          ({ type, data }) => type === "task.noted" && data["notes"] === "as a note",
        ),
      )
      .toBe(true);
  });

  it("keeps what was typed when it reads again, and over a reload", async () => {
    const e = await addEscalation(setting.world, "help");
    await page.goto(`${setting.open.url}/tasks/${e.task}`);
    await words().fill("half a sentence");
    const task = await setting.world.core.store.tasks.get(e.task);
    if (task) await setting.world.core.store.tasks.save({ ...task, title: "now with more to say" });
    await poll(page);
    await page.getByText("now with more to say").first().waitFor();
    expect(await words().inputValue()).toBe("half a sentence");
    expect(await page.evaluate("document.activeElement.tagName")).toBe("TEXTAREA");
    await page.reload();
    await words().waitFor();
    expect(await words().inputValue()).toBe("half a sentence");
  });

  it("shows hostile words as words, and makes visible what hides or turns them around", async () => {
    const evil = '<img src=x onerror="alert(1)"><script>alert(2)</script>';
    const e = await addEscalation(setting.world, "approval", {
      title: evil,
      summary: evil,
      sections: [{ heading: evil, lines: [evil] }],
      action: { runbook: "roll-back-release", params: { to: `v41\u202e${evil}` } },
    });
    const story = await addFixed(setting.world, { title: evil, outcome: evil });
    for (const path of ["/", "/tasks?state=all", `/tasks/${e.task}`, `/tasks/${story.id}`, "/audit"]) {
      await page.goto(`${setting.open.url}${path}`);
      await shown(page);
      expect([path, await page.locator("main img, main script").count()]).toEqual([path, 0]);
    }
    await page.goto(`${setting.open.url}/tasks/${e.task}`);
    const box = page.getByRole("region", { name: "May Gradus run this?" });
    await box.waitFor();
    await expect.poll(() => box.textContent()).toContain("v41\\u{202e}<img");
  });

  it("pauses everything from everywhere, with a reason, and lets Gradus act again", async () => {
    await page.goto(`${setting.open.url}/patterns`);
    await page.getByRole("button", { name: "Pause all" }).click();
    await page.getByLabel("Why").fill("the data centre moves");
    await page.getByRole("button", { name: "Pause everything" }).click();
    await said(page, "Gradus is paused: it watches, and does nothing.");
    expect((await setting.world.core.store.settings.read()).paused?.reason).toBe("the data centre moves");
    await page.locator("header").getByRole("button", { name: "Resume" }).click();
    await page.getByRole("button", { name: "Resume everything" }).click();
    await expect.poll(async () => (await setting.world.core.store.settings.read()).paused).toBeUndefined();
  });

  it("goes to anything by the palette, and tells its keys", async () => {
    await page.goto(setting.open.url);
    await shown(page);
    await page.keyboard.press("Control+k");
    await page.getByRole("combobox").fill("database");
    await page.keyboard.press("Enter");
    await page.waitForURL("**/targets/database");
    await shown(page);
    await page.keyboard.press("?");
    await page.getByRole("dialog").getByText("Go to Tasks").waitFor();
    await page.keyboard.press("Escape");
    await page.getByRole("dialog").waitFor({ state: "detached" });
    await page.keyboard.press("g");
    await page.keyboard.press("t");
    await page.waitForURL("**/tasks");
  });

  it("sets what a target allows, for admins, with a reason that the audit keeps", async () => {
    setting.open.role = "admin";
    await page.goto(`${setting.open.url}/targets/worker`);
    await page
      .getByRole("button", { name: /^Change/ })
      .first()
      .click();
    const dialog = page.getByRole("dialog");
    await dialog.getByRole("combobox").selectOption("observe");
    await dialog.getByRole("textbox").fill("the migration is on");
    await dialog.getByRole("button").first().click();
    await expect
      .poll(
        async () => (await setting.world.core.store.settings.read()).autonomy?.["worker"]?.reversible?.level,
      )
      .toBe("observe");
    setting.open.role = "operator";
  });
});
