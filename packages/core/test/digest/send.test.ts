import { createOnce } from "@gradus/store";
import { storeContext } from "@gradus/store/rows";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { aTask } from "../../../../test/contract/store/fixtures.ts";
import { manualClock } from "../../../../test/support/clock.ts";
import { openTestStore, type TestStore } from "../../../../test/support/store.ts";
import { type Context, type Digest, leaveMail, type Recipient, sendDigests } from "../../src/index.ts";

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
/** A Thursday, at 05:00 in UTC. */
const START = Date.UTC(2026, 0, 8, 5);
const ada: Recipient = { address: "ada@example.org", zone: "Europe/Berlin" };
const bob: Recipient = { address: "bob@example.org", zone: "America/New_York" };

describe("the summary of a day", () => {
  let t: TestStore;
  let sent: Array<{ to: string; at: string; digest: Digest }>;
  let broken = false;
  let logged: string[];
  let problems: string[];
  beforeEach(async () => {
    t = await openTestStore({ clock: manualClock(START) });
    sent = [];
    logged = [];
    problems = [];
    broken = false;
  });
  afterEach(() => t.close());

  const round = (recipients: readonly Recipient[] = [ada, bob]) => {
    const ctx: Pick<Context, "store" | "clock" | "log"> = {
      store: t.store,
      clock: t.clock,
      log: (level, message) => void logged.push(`${level}: ${message}`),
    };
    const digest: Context["notify"]["digest"] = async (to, what) => {
      if (broken) throw new Error("no mail today");
      sent.push({ to: to.address, at: new Date(t.clock.now()).toISOString().slice(5, 16), digest: what });
    };
    const nobody = async (): Promise<void> => undefined;
    const notify = {
      escalated: nobody,
      reminded: nobody,
      resolved: nobody,
      bundled: nobody,
      unwell: nobody,
      tested: nobody,
      digest,
    };
    const once = createOnce(storeContext({ ...t, client: t.embedded.client, table: t.embedded.table }));
    return sendDigests({ ...ctx, notify }, { recipients, once, problems: async () => problems });
  };
  /** So long, with a round every hour. */
  const pass = async (ms: number, recipients?: readonly Recipient[]): Promise<void> => {
    for (const end = t.clock.now() + ms; t.clock.now() < end;) {
      t.clock.advance(HOUR);
      await round(recipients);
    }
  };
  const fixes = async (n: number): Promise<void> => {
    const now = t.clock.now();
    const task = aTask(n, {
      status: "fixed",
      openedAt: now,
      firstSeenAt: now - 5_000,
      closedAt: now + 5_000,
    });
    await t.store.tasks.create(task);
  };
  const heard = () => sent.map(({ to, at }) => `${to} ${at}`);

  test("comes to each at eight in the morning of their own zone, once a day", async () => {
    await pass(2 * HOUR);
    await fixes(1);
    await pass(32 * HOUR);
    await fixes(2);
    await pass(DAY);
    expect(heard()).toEqual([
      "ada@example.org 01-09T07:00",
      "bob@example.org 01-09T13:00",
      "ada@example.org 01-10T07:00",
      "bob@example.org 01-10T13:00",
    ]);
  });

  test("tells what happened since the one before, and nothing twice", async () => {
    await pass(DAY, [ada]);
    await fixes(1);
    await pass(DAY, [ada]);
    await fixes(2);
    await fixes(3);
    await pass(DAY, [ada]);
    expect(sent.map(({ digest }) => digest.fixed.total)).toEqual([1, 2]);
    expect(sent[1]?.digest.since).toBe(sent[0]?.digest.at);
  });

  test("is sent once, however many rounds run at the same time", async () => {
    await pass(HOUR, [ada]);
    await fixes(1);
    t.clock.set(Date.UTC(2026, 0, 9, 7, 5));
    await Promise.all([1, 2, 3, 4].map(() => round([ada])));
    await round([ada]);
    expect(heard()).toEqual(["ada@example.org 01-09T07:05"]);
    expect(logged).toEqual([]);
  });

  test("is not sent on a day with nothing to tell, but on a Monday", async () => {
    await pass(5 * DAY, [ada]);
    expect(heard()).toEqual(["ada@example.org 01-12T07:00"]);
    expect(sent[0]?.digest).toMatchObject({ fixed: { total: 0 }, waiting: { total: 0 }, problems: [] });
  });

  test("is sent when nothing else is wrong than Gradus itself", async () => {
    await pass(HOUR, [ada]);
    problems = ["SMTP does not take mail"];
    await pass(30 * HOUR, [ada]);
    expect(sent.map(({ digest }) => digest.problems)).toEqual([["SMTP does not take mail"]]);
  });

  test("that could not be sent is tried again in the next round, and keeps nobody else from theirs", async () => {
    await pass(HOUR, [ada]);
    await fixes(1);
    t.clock.set(Date.UTC(2026, 0, 9, 7));
    broken = true;
    expect(await round([ada])).toEqual({ sent: 0 });
    expect(logged).toEqual(["warn: a summary could not be sent; the next round tries again"]);
    broken = false;
    t.clock.advance(5 * MINUTE);
    expect(await round([ada])).toEqual({ sent: 1 });
    expect(sent[0]?.digest.fixed.total).toBe(1);
  });

  test("comes until noon where Gradus was away at eight, and not in the evening", async () => {
    await pass(HOUR, [ada]);
    await fixes(1);
    t.clock.set(Date.UTC(2026, 0, 9, 18));
    await pass(HOUR, [ada]);
    expect(heard()).toEqual([]);
    t.clock.set(Date.UTC(2026, 0, 10, 10, 30));
    await round([ada]);
    expect(sent.map(({ at, digest }) => [at, digest.fixed.total])).toEqual([["01-10T10:30", 1]]);
  });

  test("does not come on the day on which Gradus first ran", async () => {
    t.clock.set(Date.UTC(2026, 0, 8, 9));
    await fixes(1);
    await pass(10 * HOUR, [ada]);
    expect(heard()).toEqual([]);
  });

  test("does not come to who has left mail, also if nobody else gets any", async () => {
    await t.store.settings.save(leaveMail(await t.store.settings.read(), ada.address, START));
    await pass(HOUR, [ada]);
    await fixes(1);
    await pass(2 * DAY, [ada]);
    expect(heard()).toEqual([]);
  });
});
