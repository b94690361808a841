import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { leaveMail, type Settings, verifyAudit } from "@gradus/core";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { aTask, anEscalation } from "../../../../test/contract/store/fixtures.ts";
import { openTestStore, type TestStore } from "../../../../test/support/store.ts";
import { optionsSchema } from "../../src/options.ts";
import { createCleanup } from "../../src/runtime/cleanup.ts";
import { reachPeople } from "../../src/runtime/people.ts";
import { createProblems, type Problems } from "../../src/runtime/problems.ts";

let dataDir: string;
let t: TestStore;
let logged: string[];
let problems: Problems;
beforeEach(async () => {
  dataDir = await mkdtemp(join(tmpdir(), "gradus-people-"));
  t = await openTestStore();
  logged = [];
  problems = createProblems({ onNew: () => undefined, onGone: () => undefined });
});
afterEach(async () => {
  await t.close();
  await rm(dataDir, { recursive: true, force: true });
});

/** The ways to people as one machine has them: an outbox on disk, links with a key of its own, two recipients. */
function people(settings = t.store.settings) {
  const options = optionsSchema.parse({
    dataDir,
    targetsFile: "none",
    mailTo: [{ address: "ada@example.org" }, { address: "bob@example.org", zone: "Asia/Kolkata" }],
  });
  const foundation = {
    log: (level: string, message: string) => void logged.push(`${level}: ${message}`),
    clock: t.clock,
    problems,
    store: { ...t.store, settings },
  };
  return reachPeople(
    options,
    foundation,
    () => "http://127.0.0.1:8888",
    createCleanup(() => undefined),
  );
}
const leave = async (...addresses: string[]): Promise<void> => {
  let next: Settings = await t.store.settings.read();
  for (const address of addresses) next = leaveMail(next, address, 1);
  await t.store.settings.save(next);
};

describe("on one machine", () => {
  it("a message goes to everybody who has not left mail, with their own times and their own way out", async () => {
    const { notify, outbox, links } = people();
    await leave("ada@example.org");
    await notify.tested("human:local");
    const [mail, ...others] = await outbox.list();
    expect(others).toEqual([]);
    expect(mail?.to).toBe("bob@example.org");
    const raw = (await outbox.read(mail?.id ?? ""))?.replace(/\r\n[ \t]+/g, " ") ?? "";
    const url = /^List-Unsubscribe: <http:\/\/127\.0\.0\.1:8888\/l\/(\S+)>\r$/m.exec(raw)?.[1] ?? "";
    expect(links.read(url)).toEqual({ ok: true, purpose: "unsubscribe", recipient: "bob@example.org" });
    expect(raw).toContain("Times are in Asia/Kolkata");
  });

  it("what people have to learn of is told to all where all have left", async () => {
    const { notify, outbox } = people();
    await leave("ada@example.org", "bob@example.org");
    await notify.unwell("Gradus could not escalate a task", "the store was away");
    expect((await outbox.list()).map((m) => m.to).sort()).toEqual(["ada@example.org", "bob@example.org"]);
  });

  it("the history of a task tells of each message, and who got it", async () => {
    const task = aTask(1, { status: "awaiting_human", escalation: "e-1" });
    await t.store.tasks.create(task);
    const escalation = anEscalation("e-1", { task: task.id });
    const { notify } = people();
    await leave("ada@example.org");
    await notify.escalated(escalation, task);
    await notify.reminded({ ...escalation, reminders: 1 }, task);
    const { audit = [] } = (await t.store.tasks.get(task.id)) ?? {};
    const to = ["bob@example.org"];
    expect(audit.filter(({ type }) => type === "mail.sent").map(({ data }) => data)).toEqual([
      { message: "escalated", to, escalation: "e-1" },
      { message: "reminded", reminder: 1, to, escalation: "e-1" },
    ]);
    expect(verifyAudit(t.crypto, audit, { chain: task.id }).ok).toBe(true);
  });

  it("of a task that is not there is no history, and the message is sent all the same", async () => {
    const { notify, outbox } = people();
    await notify.resolved(anEscalation("e-1"), aTask(9));
    expect(await outbox.list()).toHaveLength(2);
    expect(logged).toContain("warn: a message was sent, and its task's history does not say so");
  });

  it("a message that could not be written was not sent: whoever sends it hears that, and health says it", async () => {
    await writeFile(join(dataDir, "outbox"), "a file where the outbox should be");
    const { notify, outbox } = people();
    await expect(notify.tested("human:local")).rejects.toMatchObject({ code: "unavailable" });
    expect(problems.all()).toEqual([expect.stringContaining("Mail to people is lost")]);
    await rm(join(dataDir, "outbox"));
    await notify.tested("human:local");
    expect(problems.all()).toEqual([]);
    expect(await outbox.list()).toHaveLength(2);
  });

  it("everybody is told where the store cannot say who has left", async () => {
    await leave("ada@example.org");
    const { notify, outbox } = people({
      ...t.store.settings,
      read: () => Promise.reject(new Error("the disk is gone")),
    });
    await notify.unwell("The store is away", "since noon");
    expect(await outbox.list()).toHaveLength(2);
    expect(logged).toContain("warn: who has left mail cannot be read: everybody is told");
  });
});
