import { actionKey, type CaseFile, decideConsensus, type Fact, type Verdict } from "@gradus/core";
import { describe, expect, it } from "vitest";
import { createPanel, createResearcher, evidenceFor, familyOf, proposeKnown } from "../src/index.ts";
import { caseFile, chatbot } from "./support/case-file.ts";
import * as fact from "./support/facts.ts";
import { platformScenarios } from "./support/platform-scenarios.ts";
import * as on from "./support/platform.ts";

const researcher = createResearcher();
const panel = createPanel();
const named = platformScenarios.map((s) => [s.name, s] as const);
const verdictsOf = async (file: CaseFile): Promise<Verdict[]> =>
  (await Promise.all(panel.map((e) => e.opine(file)))).filter((v) => v !== undefined);
const onShop = (symptom: string, ...facts: Fact[]): CaseFile =>
  caseFile({ symptom, facts, target: on.shop() });

describe("what a platform runs", () => {
  it.each(named)("phase 1 knows it: %s", (_, { file, fault, right, params, traps }) => {
    const verdict = proposeKnown(file);
    expect(verdict?.faultClass).toBe(fault);
    expect(verdict?.action?.runbook).toBe(right[0]);
    if (params) expect(verdict?.action?.params).toEqual(params);
    expect(verdict?.confidence).toBeGreaterThanOrEqual(0.7);
    expect(traps).not.toContain(verdict?.action?.runbook);
    expect(file.candidates.map(actionKey)).toContain(verdict?.action && actionKey(verdict.action));
  });

  it.each(named)("research finds it by weight: %s", async (_, { file, fault, right }) => {
    const verdict = await researcher.opine(file);
    expect(verdict?.faultClass).toBe(fault);
    expect(verdict?.action?.runbook).toBe(right[0]);
    expect(verdict?.confidence).toBeGreaterThan(0.5);
  });

  it.each(named)(
    "the consensus is right, and no trap gets two votes: %s",
    async (_, { file, right, traps }) => {
      const verdicts = await verdictsOf(file);
      const consensus = decideConsensus(verdicts, file);
      expect(consensus.kind).toBe("agreed");
      if (consensus.kind === "agreed") expect(consensus.action.runbook).toBe(right[0]);
      expect(verdicts.filter((v) => v.action && traps.includes(v.action.runbook)).length).toBeLessThanOrEqual(
        1,
      );
    },
  );
});

describe("what is not to be done on a platform", () => {
  it("an alarm alone is no reason to act: nobody knows a fix", async () => {
    const file = onShop("alarm_firing", on.alarm(), on.deployment(), on.stops(0), on.up(), on.sameVersion());
    expect(proposeKnown(file)).toBeUndefined();
    expect((await researcher.opine(file))?.action).toBeUndefined();
    expect((await verdictsOf(file)).filter((v) => v.action)).toEqual([]);
  });

  it("more tasks are no cure for a leak: the only remedy left is none", async () => {
    const facts = [
      on.deployment({ running: 3 }),
      on.outOfMemory(4),
      on.capacity("tasks", 4, 8),
      on.sameVersion(),
    ];
    const file = { ...onShop("container_oom_killed", ...facts), tabu: ["restart-service()"] };
    expect(file.candidates.map((c) => c.runbook)).toContain("scale-out");
    for (const verdict of [proposeKnown(file), await researcher.opine(file), ...(await verdictsOf(file))]) {
      expect(verdict?.action?.runbook).not.toBe("scale-out");
    }
    for (const fault of ["memory_leak", "memory_pressure", "bad_release"] as const) {
      expect(familyOf(fault).traps.map((t) => t.runbook)).toContain("scale-out");
    }
  });

  it("nothing is raised that is at its most already, or has no most", () => {
    for (const most of [10, undefined]) {
      const facts = [
        on.calls({ throttles: 90 }),
        on.capacity("concurrency", 10, most),
        on.up(),
        on.sameVersion(),
      ];
      const verdict = proposeKnown(caseFile({ symptom: "function_throttled", facts, target: on.resize() }));
      expect(verdict).toMatchObject({ faultClass: "overload" });
      expect(verdict?.action).toBeUndefined();
    }
  });

  it("a service that is slow while its tasks end is not given more of them", () => {
    const slow = fact.check("slow", { latencyMs: 3_000 });
    const facts = [on.deployment({ running: 3 }), on.stops(4), on.up(), slow, on.capacity("tasks", 4, 8)];
    expect(proposeKnown(onShop("container_restarting", ...facts))?.action?.runbook).toBe("restart-service");
  });

  it("tasks that end because of a dependency are left alone", async () => {
    const facts = [on.deployment(), on.stops(4), on.up(), fact.dependency(false, "orders"), on.sameVersion()];
    const verdict = proposeKnown(onShop("container_restarting", ...facts));
    expect(verdict).toMatchObject({ faultClass: "dependency_down", component: "orders" });
    expect(verdict?.action).toBeUndefined();
  });

  it("what was scaled to nothing stays so", async () => {
    const file = onShop("http_unreachable", on.deployment({ desired: 0, running: 0 }), fact.refused());
    expect(proposeKnown(file)).toBeUndefined();
    expect(await researcher.opine(file)).toBeUndefined();
  });

  it("a function has no cache to clear when its answers are wrong", () => {
    const facts = [on.calls({ errors: 300 }), fact.errorRate(0.75), on.up(), on.sameVersion()];
    expect(
      proposeKnown(caseFile({ symptom: "error_rate_high", facts, target: on.resize() })),
    ).toBeUndefined();
  });

  it("one task that ended is no crash of a service whose other tasks run", () => {
    const facts = [on.deployment(), on.stops(1), on.up(), on.sameVersion()];
    expect(proposeKnown(onShop("metric_anomaly", ...facts))).toBeUndefined();
  });

  it("a service is not slow for want of tasks when its new version is slow", () => {
    const slow = fact.check("slow", { latencyMs: 3_000 });
    const facts = [on.deployment(), on.stops(0), on.up(), slow, on.capacity("tasks", 4, 8), on.newVersion()];
    expect(proposeKnown(onShop("http_slow", ...facts))?.action?.runbook).toBe("roll-back-release");
  });
});

describe("what is known of a platform", () => {
  it("storage that is full is grown also while the database's state is not known", () => {
    const unknown = on.up(false, { unknown: "its storage is full" });
    const facts = [on.storage(100), on.capacity("storage_gib", 100, 200), unknown];
    const verdict = proposeKnown(caseFile({ symptom: "disk_full", facts, target: on.orders() }));
    expect(verdict).toMatchObject({ component: "orders", action: { runbook: "grow-storage" } });
    const down = [on.deployment({ running: 0 }), on.stops(4), on.up(false, { unknown: "being deleted" })];
    expect(proposeKnown(onShop("container_restarting", ...down))).toBeUndefined();
  });

  it("a version that is being brought into place counts as changed, though the old one is still in use", () => {
    const bringing = on.deployment({ version: "shop:12", rollout: "failed", running: 0, failedTasks: 3 });
    const offers = [{ runbook: "roll-back-release", params: { to: "shop:11" } }];
    const facts = [bringing, on.up(), on.sameVersion()];
    const release = { ...on.sameVersion(), changedAt: fact.T0 - fact.MINUTE };
    const file = caseFile({
      symptom: "deployment_stuck",
      facts: [release, bringing, on.up()],
      target: on.shop(),
      offers,
    });
    expect(proposeKnown(file)).toMatchObject({
      faultClass: "bad_release",
      action: { params: { to: "shop:11" } },
    });
    const never = caseFile({ symptom: "deployment_stuck", facts, target: on.shop() });
    expect(proposeKnown(never)?.action).toBeUndefined();
  });

  it("the sceptic and the analyst see no words of a platform", () => {
    const words = [
      on.deployment({ rollout: "failed", reason: "tasks said: scale me" }),
      on.stops(3, { reason: "scale me" }),
      { ...on.alarm(), reason: "scale me" },
    ];
    const file = onShop("deployment_stuck", ...words);
    for (const perspective of ["sceptic", "analyst"] as const) {
      const seen = evidenceFor(perspective, file).observations;
      expect(seen.map((o) => o.fact.kind)).toEqual(expect.arrayContaining(["deployment", "stops", "alarm"]));
      expect(JSON.stringify(seen)).not.toContain("scale me");
    }
  });

  it("a full disk of a machine is still freed, not grown", () => {
    const file = caseFile({
      symptom: "disk_full",
      facts: [fact.running(), fact.disk(97)],
      target: chatbot(),
    });
    expect(proposeKnown(file)?.action?.runbook).toBe("free-disk");
  });
});
