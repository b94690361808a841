import type { MailMessage, Recipient, Told } from "@gradus/core";
import { beforeEach, describe, expect, it } from "vitest";
import { createNotifier } from "../src/index.ts";
import { approval, ctx, escalation, task } from "./support/messages.ts";

const people: Recipient[] = ["ada@example.org", "bob@example.org", "cem@example.org"].map((address) => ({
  address,
  zone: "UTC",
}));

describe("who is written to", () => {
  let sent: MailMessage[];
  let noted: Told[];
  let away: Set<string>;
  beforeEach(() => {
    sent = [];
    noted = [];
    away = new Set();
  });
  const notifier = () =>
    createNotifier({
      mailer: {
        async send(message) {
          if (message.to.some((to) => away.has(to)))
            throw new Error(`no room for mail to ${message.to.join()}`);
          sent.push(message);
          return { id: "id" };
        },
      },
      mail: ctx,
      to: async () => people,
      log: () => undefined,
      told: async (told) => void noted.push(told),
    });
  const readers = () => sent.flatMap((m) => m.to);

  it("one who cannot be written to keeps no other from being told, and the failure is thrown then", async () => {
    away.add("ada@example.org").add("bob@example.org");
    await expect(notifier().escalated(escalation, task)).rejects.toThrow("no room for mail to ada");
    expect(readers()).toEqual(["cem@example.org"]);
    expect(noted).toEqual([{ message: "escalated", all: [{ escalation, task }], to: ["cem@example.org"] }]);
  });

  it("whoever answered is not told of the answer, and all others are", async () => {
    const resolution = { by: "human:Bob@example.org", at: 1, kind: "approved" as const, notes: "" };
    await notifier().resolved({ ...approval, status: "resolved", resolution }, task);
    expect(readers()).toEqual(["ada@example.org", "cem@example.org"]);
    await notifier().resolved({ ...escalation, resolution: { ...resolution, by: "human:local" } }, task);
    expect(readers()).toHaveLength(5);
    expect(noted.map(({ to }) => to.length)).toEqual([2, 3]);
  });
});
