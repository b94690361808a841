import { type Executions, redrive, remind } from "@gradus/core";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { call } from "./support/call.ts";
import { addEscalation, addTask } from "./support/cases.ts";
import { openWorld, type World } from "./support/world.ts";

/** Every execution has ended; what is started ends as well. */
const ended = (): Executions & { started: string[] } => {
  const used = new Set<string>();
  const started: string[] = [];
  return {
    started,
    status: async (name) => (used.has(name) || !/-r\d+$/.test(name) ? "FAILED" : undefined),
    start: async (name) => {
      used.add(name);
      started.push(name);
      return true;
    },
  };
};

describe("a task that no execution brings to an end", () => {
  let world: World;
  beforeEach(async () => {
    // Nothing waits with any token.
    const workflows = {
      startRemediation: async () => {},
      answer: async () => false,
      heartbeat: async () => false,
    };
    world = await openWorld({ core: { workflows } });
  });
  afterEach(() => world.close());

  const act = (id: string, verb: string) =>
    call(world, "POST", "/api/tasks/act", { ids: [id], verb, notes: "by hand" });
  const taskOf = (id: string) => world.core.store.tasks.get(id);

  it("asked nobody, and is resolved by who presses the button, once", async () => {
    const { id } = await addTask(world);
    const executions = ended();
    for (let round = 0; round < 5; round++) await redrive(world.core, executions);
    expect(executions.started).toHaveLength(4);
    const first = await act(id, "resolve");
    expect(first.json.results).toMatchObject([{ ok: true, changed: true, task: { status: "resolved" } }]);
    const second = await act(id, "resolve");
    expect(second.json.results).toMatchObject([{ ok: true, changed: false }]);
    const task = await taskOf(id);
    expect(task?.audit.filter((e) => e.type === "task.resolved")).toMatchObject([{ actor: "human:local" }]);
  });

  it("waited for a person when its execution ended, and that person's answer still closes it", async () => {
    const { id, task } = await addEscalation(world, "help");
    const resolved = await call(world, "POST", `/api/escalations/${id}/resolve`, { notes: "by hand" });
    expect(resolved.status).toBe(200);
    await remind(world.core);
    expect(await taskOf(task)).toMatchObject({ status: "resolved", outcome: "Resolved by local: by hand" });
    expect(world.events.filter((e) => e.type === "task.resolved")).toHaveLength(1);
  });

  it("is started afresh when it is handed back", async () => {
    const { id } = await addTask(world);
    const executions = ended();
    for (let round = 0; round < 5; round++) await redrive(world.core, executions);
    const back = await act(id, "retry");
    expect(back.json.results).toMatchObject([{ ok: true, changed: true, task: { status: "working" } }]);
    expect(await redrive(world.core, executions)).toEqual({ restarted: [id], stuck: [] });
    expect(executions.started.at(-1)).toBe(`${id}-r5`);
  });
});
