import { parseTarget, type ServiceManager, type ServiceStatus, type Target } from "@gradus/core";
import { describe, expect, test } from "vitest";
import { managedOn } from "../../src/manager/managed.ts";
import { createHands } from "../../src/runbook/index.ts";
import { createWorld, host, isAlive, patiently, stranger } from "./world.ts";

const script = { kind: "script" as const, start: ["true"], stop: ["true"], status: ["true"] };
const watched = (id: string, rest: object = {}): Target => parseTarget({ id, manager: script, ...rest });
const refuse = (): Promise<never> => Promise.reject(new Error("it was to be looked at only"));
const saying = (status: Partial<ServiceStatus> | Error): ServiceManager => ({
  status: async () => {
    if (status instanceof Error) throw status;
    return { running: true, recentStarts: 0, ...status };
  },
  start: refuse,
  stop: refuse,
  restart: refuse,
});

describe("before a process is signalled, the managers of all targets on its host are asked whose it is", async () => {
  const port = 17_445;
  const world = createWorld({ port });
  const { target, options } = world;
  const squat = (at: number): string =>
    `setInterval(() => {}, 1000); require("node:http").createServer().listen(${at}, "127.0.0.1")`;
  const other = 17_446;
  const process = await stranger(`${squat(port)}; ${squat(other)}`);
  await patiently(async () =>
    (await host.listeners()).some((l) => l.pid === process.pid && l.port === other),
  );
  const stop = { runbook: "stop-intruder", params: { pid: process.pid, startedAt: process.startedAt } };
  const renice = { runbook: "renice-process", params: { ...stop.params, nice: 19 } };

  /** What is said of an intruder beside this neighbour. */
  const beside = async (
    neighbour: Target,
    status: Partial<ServiceStatus> | Error,
    action: typeof stop = stop,
  ): Promise<string | undefined> => {
    const hands = createHands({
      ...options,
      manager: (t) => (t.id === neighbour.id ? saying(status) : options.manager(t)),
      protect: { ...options.protect, targets: () => [target, neighbour] },
    });
    return hands.check(target.id === neighbour.id ? neighbour : target, action);
  };

  test("one that just started is protected, though no look has seen it yet", async () => {
    for (const action of [stop, renice])
      expect(await beside(watched("shop"), { pid: process.pid }, action)).toContain(
        "belongs to the target shop",
      );
  });

  test("one that runs as nobody knows which process, or may run, protects them all", async () => {
    const reason = "shop runs, and its manager does not say as which process";
    for (const action of [stop, renice]) expect(await beside(watched("shop"), {}, action)).toContain(reason);
    const unknown = { running: false, unknown: "the status command took too long" };
    expect(await beside(watched("shop"), unknown)).toContain(
      "it is not known whether shop runs (the status command took too long)",
    );
    expect(await beside(watched("shop"), new Error("no way in"))).toContain("(no way in)");
  });

  test("one whose status command hangs is waited for briefly, and then may run", async () => {
    const never = new Promise<never>(() => undefined);
    const asked = managedOn("local", [watched("slow")], () => ({ ...saying({}), status: () => never }), 30);
    expect(await asked).toEqual({
      mains: new Map(),
      hidden: ["it is not known whether slow runs (no answer within 30 ms)"],
    });
  });

  test("the target itself is no intruder on its own port where its manager tells no process", async () => {
    const itself = { ...target, manager: watched("x").manager };
    expect(await beside(itself, {})).toContain(`${target.id} runs, and its manager does not say`);
  });

  test("one that is down, on another host or in an engine elsewhere protects nothing", async () => {
    expect(await beside(watched("shop"), { running: false })).toBeUndefined();
    expect(await beside(watched("shop", { host: "ssm:i-1" }), {})).toBeUndefined();
    const engine = "tcp://10.0.0.7:2375";
    const container = { kind: "container" as const, container: "shop", engine };
    expect(await beside(watched("shop", { manager: container }), {})).toBeUndefined();
    const near = { ...container, engine: "tcp://127.0.0.1:2375" };
    expect(await beside(watched("shop", { manager: near }), {})).toContain("does not say as which process");
  });

  test("of one without a manager, who listens on its ports is protected", async () => {
    const database = parseTarget({
      id: "database",
      health: [{ kind: "tcp", host: "127.0.0.1", port: other }],
    });
    expect(await beside(database, new Error("nobody asks it"))).toContain("belongs to the target database");
    const site = parseTarget({ id: "site", health: [{ kind: "http", url: `http://127.0.0.1:${port}/` }] });
    expect(await beside(site, new Error("nobody asks it"))).toBeUndefined();
    expect(await isAlive(process.pid)).toBe(true);
  });
});
