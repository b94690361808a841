import { parseTarget } from "@gradus/core";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { openWorld, type World } from "../../../../test/support/world.ts";
import { SELF } from "../../src/registry/registry.ts";
import { alarmEventSchema, signalsOfAlarm } from "../../src/signals/alarm.ts";
import { mailEventSchema, signalsOfMail } from "../../src/signals/bounce.ts";
import { raise } from "../../src/signals/raise.ts";

let count = 0;
const ids = () => `id-${++count}`;
const orders = parseTarget({ id: "orders", cloudwatch: { alarms: ["orders-5xx"] } });
const alarm = (alarmName: string, value = "ALARM") =>
  alarmEventSchema.parse({
    version: "0",
    source: "aws.cloudwatch",
    time: "2026-11-25T12:00:00Z",
    detail: { alarmName, state: { value, reason: "Threshold Crossed: 12 > 5", timestamp: "x" } },
  });
const bounce = mailEventSchema.parse({
  source: "aws.ses",
  time: "2026-11-25T12:00:00Z",
  detail: {
    eventType: "Bounce",
    mail: { messageId: "m", destination: ["ada@example.org"] },
    bounce: {
      bounceType: "Permanent",
      bouncedRecipients: [{ emailAddress: "ada@example.org", diagnosticCode: "550 no such user" }],
    },
  },
});

describe("signals that come as events", () => {
  test("an alarm is a signal of every target that names it, and of no other", () => {
    const till = parseTarget({ id: "till", cloudwatch: { alarms: ["orders-5xx", "till"] } });
    const other = parseTarget({ id: "other" });
    const raised = signalsOfAlarm(alarm("orders-5xx"), [orders, till, other], ids);
    expect(raised.map((r) => r.target.id)).toEqual(["orders", "till"]);
    expect(raised[0]?.signal).toMatchObject({
      symptom: "alarm_firing",
      key: "orders-5xx",
      certain: true,
      at: Date.UTC(2026, 10, 25, 12),
    });
    expect(signalsOfAlarm(alarm("nobody's"), [orders, till], ids)).toEqual([]);
  });

  test("an alarm that is well again, or knows nothing, opens nothing", () => {
    for (const value of ["OK", "INSUFFICIENT_DATA"])
      expect(signalsOfAlarm(alarm("orders-5xx", value), [orders], ids)).toEqual([]);
  });

  test("each person who was not reached is a signal about Gradus itself", () => {
    const [raised, ...more] = signalsOfMail(bounce, ids);
    expect(more).toEqual([]);
    expect(raised?.target).toBe(SELF);
    expect(raised?.signal).toMatchObject({ symptom: "mail_bounced", key: "ada@example.org" });
    expect(raised?.signal.summary).toContain("550 no such user");
  });

  test("an event in another shape is refused, by name", () => {
    expect(() => alarmEventSchema.parse({ source: "aws.cloudwatch", time: "x", detail: {} })).toThrow(
      /alarmName/,
    );
    expect(() => mailEventSchema.parse({ source: "aws.s3" })).toThrow();
  });
});

describe("a signal that is delivered", () => {
  let world: World;
  beforeEach(async () => {
    world = await openWorld({ targets: [{ id: "orders" }] });
  });
  afterEach(() => world.close());

  test("twice, one after the other or at once, opens one task", async () => {
    const raised = signalsOfAlarm(alarm("orders-5xx"), [{ ...orders }], ids);
    const both = await Promise.all([raise(world.ctx, raised), raise(world.ctx, raised)]);
    const later = await raise(world.ctx, raised);
    expect(
      both
        .flat()
        .map((o) => o.kind)
        .sort(),
    ).toEqual(["attached", "opened"]);
    expect(later.map((o) => o.kind)).toEqual(["attached"]);
    expect((await world.t.store.tasks.list({ state: "all" })).tasks).toHaveLength(1);
  });
});
