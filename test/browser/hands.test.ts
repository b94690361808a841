import type { Browser, Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { addEscalation, addTask } from "../app/support/cases.ts";
import { launch, noBrowser, poll, reader } from "./support/browser.ts";
import { said, shown } from "./support/page.ts";
import { openSetting, type Setting } from "./support/setting.ts";

describe.skipIf(noBrowser)("two people at once, and hands on keys, in a real browser over a real API", () => {
  let setting: Setting;
  let browser: Browser;
  let page: Page;
  const complaints: string[] = [];

  const settings = () => setting.world.core.store.settings.read();
  const careOf = async (task: string) => (await setting.world.core.store.tasks.get(task))?.care;
  const dialog = () => page.getByRole("dialog");
  const focused = () => page.evaluate<string>("document.activeElement.tagName");
  /** What a colleague does elsewhere. */
  const elsewhere = (path: string, body: object) =>
    setting.world.app.request(`http://x/api/${path}`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify(body),
    });
  const open = async (path: string) => {
    await page.goto(`${setting.open.url}${path}`);
    await shown(page);
  };

  beforeAll(async () => {
    [setting, browser] = await Promise.all([openSetting(), launch()]);
    ({ page } = await reader(browser, complaints));
    await page.setViewportSize({ width: 1_280, height: 900 });
  });
  afterAll(async () => {
    await browser?.close();
    await setting?.close();
  });
  afterEach(() => {
    expect(complaints.splice(0)).toEqual([]);
  });

  it("a colleague's pause closes the question of who was about to pause, and the same press resumes nothing", async () => {
    await open("/patterns");
    const kill = page.locator("header .tools button").first();
    await kill.click();
    await page.getByLabel("Why").fill("me too");
    await elsewhere("pause", { reason: "the data centre moves" });
    await poll(page);
    await dialog().waitFor({ state: "detached" });
    await kill.click();
    await dialog().getByText("Everything paused by a local user").waitFor();
    expect(await dialog().textContent()).toContain("the data centre moves");
    expect((await settings()).paused?.reason).toBe("the data centre moves");
    await elsewhere("resume", {});
    await poll(page);
    await dialog().waitFor({ state: "detached" });
    expect(await kill.textContent()).toContain("Pause");
  });

  it("a target is paused and resumed on its page, each with a question", async () => {
    await open("/targets/worker");
    await page.getByRole("button", { name: "Pause this target" }).click();
    await page.getByLabel("Why").fill("x".repeat(600));
    expect((await page.getByLabel("Why").inputValue()).length).toBe(500);
    await page.getByLabel("Why").fill("the migration is on");
    await dialog().getByRole("button", { name: "Pause it" }).click();
    await said(page, "Gradus is paused on worker");
    expect((await settings()).pausedTargets["worker"]?.reason).toBe("the migration is on");
    await page.getByRole("button", { name: "Resume this target" }).click();
    await dialog().getByText("the migration is on").waitFor();
    expect((await settings()).pausedTargets["worker"]).toBeDefined();
    await dialog().getByRole("button", { name: "Resume it" }).click();
    await said(page, "Gradus acts on worker again.");
    expect((await settings()).pausedTargets["worker"]).toBeUndefined();
  });

  it("a key on a task does what it says, and never takes back what a colleague did", async () => {
    const { id } = await addTask(setting.world);
    await open(`/tasks/${id}`);
    const until = setting.world.test.clock.now() + 3 * 24 * 3_600_000;
    await elsewhere("tasks/act", { ids: [id], verb: "acknowledge" });
    await elsewhere("tasks/act", { ids: [id], verb: "snooze", until });
    await poll(page);
    await page.getByRole("button", { name: "Unacknowledge" }).waitFor();
    await page.keyboard.press("s");
    await said(page, "It is snoozed already.");
    await page.keyboard.press("a");
    await said(page, "Acknowledged");
    expect(await careOf(id)).toMatchObject({ acknowledged: {}, snoozed: { until } });
  });

  it("a note whose answer is lost is written once, and what is typed meanwhile stays", async () => {
    const { id } = await addTask(setting.world);
    const notes = async () =>
      (await setting.world.core.store.tasks.get(id))?.audit.flatMap(({ type, data }) =>
        type === "task.noted" ? [data["notes"]] : [],
      );
    const field = page.getByLabel("A note for whoever comes next");
    const add = page.getByRole("button", { name: "Add the note" });
    await open(`/tasks/${id}`);
    await field.fill("restarted the proxy");
    await page.route("**/notes", async (route) => {
      await route.fetch();
      await route.abort();
    });
    await add.click();
    await page.getByText("Gradus cannot be reached").first().waitFor();
    for (const complaint of complaints.splice(0)) expect(complaint).toContain("ERR_FAILED");
    expect([await notes(), await field.inputValue()]).toEqual([
      ["restarted the proxy"],
      "restarted the proxy",
    ]);
    await page.unroute("**/notes");
    await page.route("**/notes", async (route) => {
      await field.pressSequentially(", twice");
      await route.continue();
    });
    await add.click();
    await said(page, "The note is kept with the task.");
    await page.unroute("**/notes");
    expect([await notes(), await field.inputValue()]).toEqual([
      ["restarted the proxy"],
      "restarted the proxy, twice",
    ]);
    await add.click();
    await expect.poll(() => field.inputValue()).toBe("");
    expect(await notes()).toEqual(["restarted the proxy", "restarted the proxy, twice"]);
  });

  it("a letter in an open menu chooses there, and does nothing on the page", async () => {
    const { id } = await addTask(setting.world);
    await open(`/tasks/${id}`);
    await page.getByRole("button", { name: "Snooze" }).click();
    await page.getByRole("menu", { name: "Snooze" }).waitFor();
    for (const key of ["a", "s", "r", "?"]) await page.keyboard.press(key);
    await page.keyboard.press("u");
    expect(await page.evaluate("document.activeElement.textContent")).toMatch(/^Until tomorrow/);
    expect(await dialog().count()).toBe(0);
    await page.keyboard.press("Escape");
    expect(await careOf(id)).toBeUndefined();
  });

  it("who types a name and Enter assigns to that name", async () => {
    const { id } = await addTask(setting.world, { title: "whose is it" });
    await open(`/tasks?q=whose+is+it#selected=${id}`);
    await page.getByRole("button", { name: "Assign …" }).click();
    await page.keyboard.type("bob");
    await page.keyboard.press("Enter");
    await expect.poll(async () => (await careOf(id))?.assignee).toBe("human:bob");
  });

  it("a dialog stays where words are selected out of it, and closes by a press beside it", async () => {
    const { task } = await addEscalation(setting.world, "help");
    await open(`/tasks#selected=${task}`);
    await page.getByRole("button", { name: "Resolve …" }).click();
    await page.keyboard.type("selected with the mouse");
    expect(await focused()).toBe("TEXTAREA");
    const box = await page.getByLabel("What was done").boundingBox();
    if (!box) throw new Error("the field is not there");
    await page.mouse.move(box.x + 150, box.y + 15);
    await page.mouse.down();
    await page.mouse.move(5, 5, { steps: 3 });
    await page.mouse.up();
    expect(await page.getByLabel("What was done").inputValue()).toBe("selected with the mouse");
    await page.mouse.click(5, 5);
    await dialog().waitFor({ state: "detached" });
  });

  it("goes from task to task of a list by keys, and by one more back to it", async () => {
    const made = [
      await addTask(setting.world, { title: "by and by one" }),
      await addTask(setting.world, { title: "by and by two", severity: "critical" }),
    ];
    const [first, second] = [made[1]?.id ?? "", made[0]?.id ?? ""];
    await open("/tasks?q=by+and+by");
    await page.getByRole("row").nth(2).waitFor();
    await page.keyboard.press("j");
    await page.keyboard.press("Enter");
    await page.waitForURL(`**/tasks/${first}`);
    await page.getByRole("heading", { name: "by and by two" }).waitFor();
    await page.keyboard.press("j");
    await page.waitForURL(`**/tasks/${second}`);
    await page.getByRole("heading", { name: "by and by one" }).waitFor();
    await page.keyboard.press("j");
    await page.keyboard.press("k");
    await page.waitForURL(`**/tasks/${first}`);
    await page.getByRole("heading", { name: "by and by two" }).waitFor();
    await page.keyboard.press("Escape");
    await page.waitForURL("**/tasks?q=by+and+by");
    await open(`/tasks/${second}`);
    await page.keyboard.press("Escape");
    await page.waitForURL(`${setting.open.url}/tasks`);
  });

  it("searches by one key on every page: what is there, or anything", async () => {
    const focus = () => page.evaluate<string>("document.activeElement.placeholder");
    for (const [path, what] of Object.entries({
      "/tasks": "Search tasks ( / )",
      "/audit": "Search events ( / )",
    })) {
      await open(path);
      await page.keyboard.press("/");
      expect([path, await focus()]).toEqual([path, what]);
    }
    for (const path of ["/settings", "/"]) {
      await open(path);
      await page.keyboard.press("/");
      await page.getByRole("combobox", { name: /^A place, target/ }).waitFor();
      expect([path, await focus()]).toEqual([path, "A place, target, task, pattern or command"]);
      await page.keyboard.press("Escape");
      await dialog().waitFor({ state: "detached" });
      expect(page.url()).toBe(`${setting.open.url}${path}`);
    }
  });
});
