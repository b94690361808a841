import {
  type Digest,
  type DomainEvent,
  type Escalation,
  leaveMail,
  noteTold,
  type Notifier,
  type Once,
  type Recipient,
  type Task,
  type Told,
} from "@gradus/core";
import { createOnce } from "@gradus/store";
import { storeContext } from "@gradus/store/rows";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { openWorld, type World } from "../../../../test/support/world.ts";
import { MAIL_REQUESTED } from "../../src/names.ts";
import { mailRequestSchema, type MailRequest, requestMail } from "../../src/notify/request.ts";
import { sendMail } from "../../src/notify/send.ts";

const recipients = ["ops@example.com", "second@example.com"];
const people: Recipient[] = recipients.map((address) => ({ address, zone: "UTC" }));

describe("mail that is asked for", () => {
  let world: World;
  let once: Once;
  let escalation: Escalation;
  const events: DomainEvent[] = [];
  const sent: string[] = [];
  const away = new Set<string>();

  beforeEach(async () => {
    events.length = sent.length = 0;
    away.clear();
    world = await openWorld();
    once = createOnce(
      storeContext({ ...world.t, client: world.t.embedded.client, table: world.t.embedded.table }),
    );
    escalation = await world.asked(await world.breaks("shop", "http_status"));
  });
  afterEach(() => world.close());

  const asking = requestMail(
    { publish: async (event) => void events.push(event) },
    { now: () => 7, randomId: () => "random" },
  );
  const notify = ({ address: to }: Recipient): Notifier => {
    const say = (kind: string) => async (about: unknown) => {
      if (away.has(to)) throw new Error(`${to} is away`);
      sent.push(`${kind} ${typeof about === "string" ? about : (about as Escalation).id} to ${to}`);
    };
    return {
      escalated: say("escalated"),
      reminded: say("reminded"),
      resolved: say("resolved"),
      bundled: (kind, all) => say(`bundled ${kind}`)(all.map(({ escalation: e }) => e.id).join()),
      unwell: say("unwell"),
      tested: say("tested by"),
      digest: (_to, digest) => say("digest")(`since ${digest.since}`),
    };
  };
  const send = (request: MailRequest) => {
    const told = (of: Told) => noteTold(world.ctx, of);
    return sendMail({ store: world.t.store, once, recipients: people, notify, told }, request);
  };
  const requested = async (ask: (by: Notifier) => Promise<void>): Promise<MailRequest> => {
    await ask(asking);
    const event = events.at(-1);
    expect(event?.type).toBe(MAIL_REQUESTED);
    // As EventBridge delivers it: through JSON.
    return mailRequestSchema.parse(JSON.parse(JSON.stringify(event?.data)));
  };
  const escalated = async () =>
    requested(async (by) => by.escalated(escalation, await world.task(escalation.task)));

  test("names task and escalation, and holds nothing of them", async () => {
    const request = await escalated();
    expect(request).toEqual({
      kind: "escalated",
      task: escalation.task,
      escalation: escalation.id,
      reminders: 0,
    });
  });

  test("is sent to each recipient once, however often and however concurrently it is delivered", async () => {
    const request = await escalated();
    await Promise.allSettled([send(request), send(request), send(request)]);
    await send(request);
    expect(sent.sort()).toEqual(recipients.map((to) => `escalated ${escalation.id} to ${to}`));
  });

  test("reaches the others when one cannot be reached, fails, and is then sent to that one alone", async () => {
    away.add("ops@example.com");
    const request = await escalated();
    await expect(send(request)).rejects.toThrow("ops@example.com is away");
    expect(sent).toEqual([`escalated ${escalation.id} to second@example.com`]);
    away.clear();
    await send(request);
    expect(sent).toEqual([
      `escalated ${escalation.id} to second@example.com`,
      `escalated ${escalation.id} to ops@example.com`,
    ]);
  });

  test("a second reminder is another message than the first", async () => {
    for (const reminders of [1, 2]) {
      const request = await requested(async (by) =>
        by.reminded({ ...escalation, reminders }, await world.task(escalation.task)),
      );
      await send(request);
    }
    expect(sent).toHaveLength(4);
  });

  test("about many at once is one request with ids, and one message to each", async () => {
    const about = { escalation, task: await world.task(escalation.task) };
    const request = await requested((by) => by.bundled("escalated", [about, about]));
    expect(request).toMatchObject({
      kind: "bundled",
      of: "escalated",
      all: [{}, { escalation: escalation.id }],
    });
    await send(request);
    await send(request);
    expect(sent).toEqual(
      recipients.map((to) => `bundled escalated ${escalation.id},${escalation.id} to ${to}`),
    );
  });

  test("what is wrong with Gradus itself is told without any task", async () => {
    await send(await requested((by) => by.unwell("The store is away", "since noon")));
    expect(sent).toEqual(recipients.map((to) => `unwell The store is away to ${to}`));
  });

  test("that sums up a day goes to the one it is for, once for that day of theirs", async () => {
    const [to] = people;
    if (!to) throw new Error("nobody is mailed");
    const none = { total: 0, first: [] };
    const digest: Digest = {
      since: 1,
      at: Date.UTC(2026, 0, 9, 7),
      fixed: { total: 0, phases: [] },
      waiting: none,
      relapsed: none,
      learned: none,
      failing: none,
      problems: [],
    };
    expect(await send(await requested((by) => by.digest(to, digest)))).toBe(1);
    await send(await requested((by) => by.digest(to, { ...digest, at: digest.at + 300_000 })));
    expect(sent).toEqual([`digest since 1 to ${to.address}`]);
  });

  test("does not reach who has left, but for what would be told to nobody", async () => {
    const leave = async (address: string) => {
      const { settings } = world.t.store;
      await settings.save(leaveMail(await settings.read(), address, 1));
    };
    const [first = "", second = ""] = recipients;
    await leave(first);
    expect(await send(await escalated())).toBe(1);
    expect(sent).toEqual([`escalated ${escalation.id} to ${second}`]);
    await leave(second);
    const task = await world.task(escalation.task);
    expect(await send(await requested((by) => by.reminded({ ...escalation, reminders: 1 }, task)))).toBe(0);
    expect(await send(await requested((by) => by.resolved(escalation, task)))).toBe(0);
    expect(await send(await requested((by) => by.bundled("escalated", [{ escalation, task }])))).toBe(2);
    expect(sent.slice(1)).toEqual(recipients.map((to) => `bundled escalated ${escalation.id} to ${to}`));
  });

  test("is told by the history of its task, once to each who got it", async () => {
    away.add("ops@example.com");
    const request = await escalated();
    await expect(send(request)).rejects.toThrow();
    away.clear();
    await send(request);
    await send(request);
    const task = await world.task(escalation.task);
    const about = { escalation, task };
    await send(await requested((by) => by.reminded({ ...escalation, reminders: 2 }, task)));
    await send(await requested((by) => by.bundled("reminded", [about, about])));
    const by = "human:second@example.com";
    const resolution = { by, at: 1, kind: "human" as const, notes: "" };
    await world.t.store.escalations.save({ ...escalation, status: "resolved", resolution });
    await send(await requested((of) => of.resolved(escalation, task)));
    const after = await world.task(escalation.task);
    const [ops, second] = recipients;
    expect(after.audit.filter((e) => e.type === "mail.sent").map((e) => e.data)).toEqual([
      { message: "escalated", to: [second], escalation: escalation.id },
      { message: "escalated", to: [ops], escalation: escalation.id },
      { message: "reminded", reminder: 0, to: [ops, second], escalation: escalation.id },
      { message: "reminded", reminder: 0, to: [ops, second], together: 2, escalation: escalation.id },
      { message: "reminded", reminder: 0, to: [ops, second], together: 2, escalation: escalation.id },
      { message: "resolved", to: [ops], escalation: escalation.id },
    ]);
    expect(world.isAuditSound(after)).toBe(true);
  });

  describe("about mail that comes back", () => {
    const [ops = "", second = ""] = recipients;
    let bounced: Task;
    beforeEach(async () => {
      const task = await world.task(escalation.task);
      bounced = await world.t.store.tasks.save({ ...task, symptom: "mail_bounced", key: "Ops@example.com" });
    });

    test("goes to the others, first and last, so that it does not come back again", async () => {
      await send(await requested((by) => by.escalated(escalation, bounced)));
      await send(await requested((by) => by.resolved(escalation, bounced)));
      await send(await requested((by) => by.bundled("reminded", [{ escalation, task: bounced }])));
      expect(sent).toEqual([
        `escalated ${escalation.id} to ${second}`,
        `resolved ${escalation.id} to ${second}`,
        `bundled reminded ${escalation.id} to ${second}`,
      ]);
    });

    test("of everybody is tried once, for nobody else would hear of it", async () => {
      const related = [{ symptom: "mail_bounced", key: second, at: 1, summary: "no such user" }];
      bounced = await world.t.store.tasks.save({ ...bounced, related });
      await send(await requested((by) => by.escalated(escalation, bounced)));
      expect(sent.sort()).toEqual([ops, second].map((to) => `escalated ${escalation.id} to ${to}`));
      await send(await requested((by) => by.reminded({ ...escalation, reminders: 1 }, bounced)));
      await send(await requested((by) => by.resolved(escalation, bounced)));
      expect(sent).toHaveLength(2);
    });
  });

  test("that is a test says who asked for it, and goes to each once", async () => {
    const request = await requested((by) => by.tested("human:ada@example.org"));
    await send(request);
    await send(request);
    expect(sent).toEqual(recipients.map((to) => `tested by human:ada@example.org to ${to}`));
  });

  test("about a task that is not there is a failure that somebody sees", async () => {
    const request = { ...(await escalated()), escalation: "nobody" } as MailRequest;
    await expect(send(request)).rejects.toMatchObject({ code: "not_found" });
  });
});
