import type { BrokenState, RemediationState } from "@gradus/core";
import { verbs, type Verb } from "@gradus/workflows";
import { afterEach, describe, expect, test } from "vitest";
import { openWorld, verdictFor, type World } from "../support/world.ts";

let world: World;
afterEach(() => world.close());

/** Everything that could show that something was done twice. */
const tracesOf = async (id: string) => {
  const task = await world.task(id);
  return {
    status: task.status,
    phase: task.phase,
    attempts: task.attempts.length,
    tabu: task.tabu,
    audit: task.audit.map((e) => e.type),
    deeds: world.outside.deeds.map((d) => `${d.kind} ${d.what}`),
    mails: [...world.mails],
    escalations: (await world.escalations()).map((e) => [e.id, e.status, e.kind]),
    patterns: (await world.patterns()).map((p) => [p.id, p.totals, p.successes, p.failures]),
  };
};

const autonomy = { reversible: "auto", disruptive: "approve", destructive: "approve" } as const;

/** Stories that come by every verb. */
const stories: ReadonlyArray<readonly [Verb, () => Promise<World>]> = [
  ["Triage", async () => openWorld()],
  ["QuickFix", async () => knows("restart")],
  ["Research", async () => openWorld()],
  ["AskExpert", async () => voting({ ada: verdictFor("reload", { expert: "ada" }) })],
  ["Consensus", async () => voting()],
  ["Apply", async () => knows("restart")],
  ["Verify", async () => knows("restart")],
  ["Verify", async () => knows("restart", false)],
  ["Verify", async () => knows("pause")],
  ["Undo", async () => worsening()],
  ["Escalate", async () => openWorld()],
  ["AwaitHuman", async () => openWorld()],
  ["RequestApproval", async () => asking()],
  ["Learn", async () => knows("restart")],
];

const pair = {
  ada: verdictFor("reload", { expert: "ada" }),
  ben: verdictFor("reload", { expert: "ben" }),
};

async function knows(runbook: string, helps = true): Promise<World> {
  const opened = await openWorld();
  opened.known = verdictFor(runbook);
  if (helps) opened.outside.when(runbook, "shop");
  return opened;
}

async function voting(panel: World["panel"] = pair): Promise<World> {
  const opened = await openWorld();
  opened.panel = panel;
  opened.outside.when("reload", "shop");
  await opened.restart();
  return opened;
}

async function worsening(): Promise<World> {
  const opened = await knows("restore", false);
  opened.outside.when("restore", "shop", (outside) => outside.break("shop", "service_down"));
  return opened;
}

async function asking(): Promise<World> {
  const opened = await openWorld({ targets: [{ id: "shop", autonomy }] });
  opened.known = verdictFor("restart");
  return opened;
}

describe("a step that is delivered twice", () => {
  test.each(stories)("acts once: %s (story %#)", async (verb, open) => {
    world = await open();
    let traces: Awaited<ReturnType<typeof tracesOf>>[] = [];
    let input: unknown;
    world.before = (called, given) => {
      if (called === verb) input ??= structuredClone(given);
    };
    world.after = async (called) => {
      if (called !== verb || traces.length > 0) return;
      const { task } = (input as { state?: BrokenState }).state ?? (input as RemediationState);
      traces = [await tracesOf(task)];
      await verbs[verb](world.ctx, input);
      traces.push(await tracesOf(task));
    };
    const id = await world.breaks("shop", "http_status");
    await world.clock.until(async () => {
      const { status } = await world.task(id);
      return traces.length > 0 && status !== "working";
    });
    expect(traces).toHaveLength(2);
    expect(traces[1]).toEqual(traces[0]);
    expect(world.isAuditSound(await world.task(id))).toBe(true);
  });

  test("says the same the second time, where nothing has changed in between", async () => {
    world = await knows("restart", false);
    const outputs: unknown[] = [];
    let input: unknown;
    world.before = (called, given) => {
      if (called === "Verify") input ??= structuredClone(given);
    };
    world.after = async (called, output) => {
      if (called !== "Verify" || outputs.length > 0) return;
      outputs.push(output, await verbs.Verify(world.ctx, input));
    };
    await world.asked(await world.breaks("shop", "http_status"));
    const [first, second] = outputs as RemediationState[];
    expect(second).toMatchObject({ decision: first?.decision, phase: first?.phase });
  });

  test("an alarm that is delivered twice is at worst an alarm too many", async () => {
    world = await openWorld();
    const state = { task: "t-1" };
    await verbs.Alarm(world.ctx, state);
    await verbs.Alarm(world.ctx, state);
    expect(world.mails.map((m) => m.kind)).toEqual(["unwell", "unwell"]);
  });
});
