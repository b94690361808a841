import { parseTarget } from "@gradus/core";
import { afterEach, describe, expect, it } from "vitest";
import { call } from "./support/call.ts";
import { openWorld, type World } from "./support/world.ts";

const START = Date.UTC(2026, 0, 5, 9);
const days = ["mon" as const];

let world: World;
afterEach(() => world.close());
const open = async (more: Parameters<typeof openWorld>[0] = {}) => {
  world = await openWorld({ start: START, ...more });
};
const configuration = async () => (await call(world, "GET", "/api/configuration")).json;

describe("what Gradus was started with", () => {
  it("are its limits, who is mailed, and no models where all experts are code", async () => {
    await open();
    expect(await configuration()).toEqual({
      limits: { perTargetHour: 10, perFleetHour: 60 },
      actionsThisHour: 0,
      observeOnly: false,
      models: [],
      mail: { via: "outbox", from: "gradus@example.org", to: ["ada@example.org", "bob@example.org"] },
      windows: [],
    });
  });

  it("names each model that an expert asks once, from the experts themselves", async () => {
    const asks = (id: string, name?: string) => ({
      id,
      perspective: id,
      opine: () => Promise.resolve(undefined),
      ...(name === undefined ? {} : { model: { name, via: "ollama" } }),
    });
    await open({
      core: {
        researcher: asks("researcher", "qwen"),
        panel: [asks("a"), asks("b", "qwen"), asks("c", "llama")],
      },
    });
    expect((await configuration()).models).toEqual([
      { name: "qwen", via: "ollama" },
      { name: "llama", via: "ollama" },
    ]);
  });

  it("has the maintenance windows of all targets, and which are open", async () => {
    const maintenance = [{ days, from: "08:00", to: "10:00", zone: "UTC" }];
    const watched = [
      parseTarget({ id: "shop", maintenance }),
      parseTarget({ id: "db", maintenance: [{ days, from: "10:00", to: "11:00", mode: "silent" }] }),
      parseTarget({ id: "page" }),
    ];
    await open({ watched, core: { observeOnly: true } });
    const { windows, observeOnly } = await configuration();
    expect(windows).toEqual([
      { target: "shop", days, from: "08:00", to: "10:00", zone: "UTC", mode: "manual", open: true },
      { target: "db", days, from: "10:00", to: "11:00", zone: "UTC", mode: "silent", open: false },
    ]);
    expect(observeOnly).toBe(true);
  });

  it("counts the actions of the last hour", async () => {
    await open();
    const taken = (target: string, attempt: number, now: number) =>
      world.core.store.leases.acquire({
        target,
        task: "t-1",
        attempt,
        action: "restart-service()",
        now,
        until: now + 1,
      });
    await taken("chatbot", 1, START - 2_000);
    await taken("chatbot", 2, START - 1_000);
    await taken("worker", 1, START - 3_600_001);
    expect((await configuration()).actionsThisHour).toBe(2);
  });
});
