import { readFile } from "node:fs/promises";
import { exportPatterns, leaveMail, newPattern, type Pattern } from "@gradus/core";
import type { Browser, Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { addTask } from "../app/support/cases.ts";
import { RESTART } from "../app/support/world.ts";
import { launch, noBrowser, reader } from "./support/browser.ts";
import { said, shown } from "./support/page.ts";
import { openSetting, type Setting } from "./support/setting.ts";

const ADA = "ada@example.org";

describe.skipIf(noBrowser)("what is seldom pressed, in a real browser over a real API", () => {
  let setting: Setting;
  let browser: Browser;
  let page: Page;
  const complaints: string[] = [];

  const store = () => setting.world.core.store;
  const known = async () => (await store().patterns.list()).patterns;
  const pattern = (symptom: string): Pattern =>
    newPattern({
      software: "node",
      symptom,
      features: ["process:down"],
      faultClass: "killed",
      action: RESTART,
      now: setting.world.test.clock.now(),
    });
  const open = async (path: string) => {
    await page.goto(`${setting.open.url}${path}`);
    await shown(page);
  };
  const press = (name: string | RegExp) => page.getByRole("button", { name }).click();
  /** What pressing it saves, as text. */
  const saved = async (name: string | RegExp): Promise<[file: string, text: string]> => {
    const [download] = await Promise.all([page.waitForEvent("download"), press(name)]);
    return [download.suggestedFilename(), await readFile(await download.path(), "utf8")];
  };

  beforeAll(async () => {
    [setting, browser] = await Promise.all([openSetting(), launch()]);
    ({ page } = await reader(browser, complaints));
  });
  beforeEach(() => {
    setting.open.role = "admin";
  });
  afterAll(async () => {
    await browser?.close();
    await setting?.close();
  });
  afterEach(() => {
    expect(complaints.splice(0)).toEqual([]);
  });

  it("takes a pattern out of use, and vouches for it again", async () => {
    const { id } = await store().patterns.save(pattern("service_down"));
    const now = async () => (await known()).find((one) => one.id === id);
    await open(`/patterns?pattern=${encodeURIComponent(id)}`);
    await press("Retire …");
    expect((await now())?.retired).toBe(false);
    await press("Retire it");
    await said(page, "Retired.");
    expect((await now())?.retired).toBe(true);
    await press("Promote …");
    await press("Promote it");
    await said(page, "Promoted.");
    expect(await now()).toMatchObject({ retired: false, origin: "human" });
  });

  it("gives patterns to another installation, and takes some from one", async () => {
    await store().patterns.save({ ...pattern("port_refused"), successes: 5 });
    await open("/patterns");
    const [file, text] = await saved("Export");
    expect(file).toBe("gradus-patterns.json");
    expect(text).toContain("port_refused");
    const foreign = exportPatterns([{ ...pattern("disk_full"), successes: 3 }], 1_000);
    await page
      .getByLabel("A file of patterns")
      .setInputFiles({ name: "theirs.json", mimeType: "application/json", buffer: Buffer.from(foreign) });
    await said(page, "1 pattern added, 0 kept as they were.");
    const taken = (await known()).filter(({ origin }) => origin === "imported");
    expect(taken.map(({ symptom }) => symptom)).toEqual(["disk_full"]);
  });

  it("finds audit events by the words that are shown, and exports a chain as it is", async () => {
    await addTask(setting.world);
    await open("/audit");
    const events = page.locator(".audit-event");
    await page.getByLabel("Search events").fill("vouched a local user");
    await expect.poll(() => events.count()).toBe(1);
    expect(await events.textContent()).toContain("Pattern vouched for by a local user");
    await page.getByLabel("Search events").fill("seen AND confirmed");
    await expect
      .poll(() => events.allTextContents())
      .toEqual([expect.stringContaining("Seen and confirmed")]);
    const [file, text] = await saved(/^Export the system's/);
    expect(file).toBe("gradus-audit-system.jsonl");
    expect(
      text
        .trim()
        .split("\n")
        .map((line) => (JSON.parse(line) as { type: string }).type),
    ).toEqual((await store().audit.read("system")).map(({ type }) => type));
  });

  it("sends a test message, once a minute at most", async () => {
    await open("/settings");
    await press("Send a test message");
    await said(page, `A test message went to ${ADA}, bob@example.org, into the outbox.`);
    expect(setting.world.notified).toEqual(["tested by human:local"]);
    await press("Send a test message");
    await said(page, /A test message was sent less than a minute ago/);
    expect(setting.world.notified).toHaveLength(1);
  });

  it("shows who wants no more mail, and has them written to again by an operator", async () => {
    await store().settings.save(leaveMail(await store().settings.read(), ADA, 1));
    setting.open.role = "viewer";
    await open("/settings");
    const again = page.getByRole("button", { name: "Write to them again …" });
    await again.waitFor();
    expect(await again.isDisabled()).toBe(true);
    setting.open.role = "operator";
    await open("/settings");
    await again.click();
    await page.getByRole("dialog", { name: `Send mail to ${ADA} again?` }).waitFor();
    await press("Send it again");
    await said(page, `${ADA} gets mail again.`);
    await again.waitFor({ state: "detached" });
    expect((await store().settings.read()).mail?.left).toEqual({});
    expect((await store().audit.read("system")).at(-1)).toMatchObject({
      type: "mail.rejoined",
      actor: "human:local",
      data: { recipient: ADA },
    });
  });
});
