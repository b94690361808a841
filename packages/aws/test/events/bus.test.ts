import { EventBridgeClient } from "@aws-sdk/client-eventbridge";
import { afterEach, expect, test } from "vitest";
import { createEventBus } from "../../src/events/bus.ts";
import { canned } from "../support/canned.ts";

let close: (() => Promise<void>) | undefined;
afterEach(() => close?.());

async function bus(answer: object) {
  const service = await canned(() => ({ body: answer }));
  close = service.close;
  const client = new EventBridgeClient({ ...service.options, maxAttempts: 1 });
  return { events: createEventBus(client, "gradus-prod"), asked: service.asked };
}
const event = {
  type: "task.opened",
  at: Date.UTC(2026, 10, 25),
  actor: "detector:http",
  data: { task: "abc-1" },
};

test("an event carries its type, its time, who did it, and what it is about", async () => {
  const { events, asked } = await bus({ FailedEntryCount: 0, Entries: [{ EventId: "1" }] });
  await events.publish(event);
  expect(asked).toMatchObject([
    { Entries: [{ EventBusName: "gradus-prod", Source: "gradus", DetailType: "task.opened" }] },
  ]);
  const [entry] = (asked[0] as { Entries: { Detail: string }[] }).Entries;
  expect(JSON.parse(entry?.Detail ?? "")).toEqual({ at: event.at, actor: event.actor, data: event.data });
});

test("a publish that is taken only in part is a fault, although the call succeeded", async () => {
  const { events } = await bus({
    FailedEntryCount: 1,
    Entries: [{ ErrorCode: "ThrottlingException", ErrorMessage: "too fast" }],
  });
  await expect(events.publish(event)).rejects.toMatchObject({
    code: "unavailable",
    message: expect.stringContaining("too fast"),
  });
});

test("an event that is too large is cut to what it is about, and says so", async () => {
  const { events, asked } = await bus({ FailedEntryCount: 0, Entries: [{ EventId: "1" }] });
  await events.publish({ ...event, data: { task: "abc-1", log: "x".repeat(300_000) } });
  const [entry] = (asked[0] as { Entries: { Detail: string }[] }).Entries;
  expect(entry?.Detail.length).toBeLessThan(1_000);
  expect(JSON.parse(entry?.Detail ?? "")).toMatchObject({ data: { task: "abc-1", cut: expect.any(String) } });
});
