import { describe, expect, it } from "vitest";
import { createResearcher, families } from "../src/index.ts";
import { caseFile } from "./support/case-file.ts";
import * as fact from "./support/facts.ts";
import { scenarios } from "./support/scenarios.ts";

const researcher = createResearcher();

describe("research", () => {
  it.each(scenarios.map((s) => [s.name, s] as const))("finds by weight what is known: %s", async (_, s) => {
    const verdict = await researcher.opine(s.file);
    expect(verdict?.faultClass).toBe(s.fault);
    expect(verdict?.action?.runbook).toBe(s.right[0]);
    if (s.params) expect(verdict?.action?.params).toEqual(s.params);
    expect(verdict?.confidence).toBeGreaterThan(0.5);
  });

  it("is sure enough to act in nearly all of the catalogue", async () => {
    const verdicts = await Promise.all(scenarios.map((s) => researcher.opine(s.file)));
    const sure = verdicts.filter((v) => (v?.confidence ?? 0) >= 0.7).length;
    expect(sure / scenarios.length).toBeGreaterThanOrEqual(0.9);
  });

  it("says what it weighed and what it ruled out", async () => {
    const facts = [fact.ended({ code: 1 }), fact.refused(), fact.release(), fact.host()];
    const verdict = await researcher.opine(caseFile({ symptom: "service_down", facts }));
    expect(verdict?.reasoning).toMatch(/For it: .*release changed \+/);
    expect(verdict?.reasoning).toMatch(/Ruled out: .*crash \(.*release changed −/);
  });

  it("takes a restart that did not help as evidence against a mere crash", async () => {
    const facts = [fact.ended({ code: 1 }), fact.refused(), fact.oldRelease()];
    const file = caseFile({ symptom: "service_down", facts });
    const before = await researcher.opine(file);
    const after = await researcher.opine({ ...file, tabu: ["restart-service()"] });
    expect(before?.action?.runbook).toBe("restart-service");
    expect(after?.action?.runbook).toBe("restart-clean");
    expect(after?.confidence).toBeLessThan(before?.confidence ?? 0);
  });

  it("does not act on a weak signal", async () => {
    const facts = [fact.running(), fact.check("ok"), fact.metric("queue_length", { score: 6 })];
    expect((await researcher.opine(caseFile({ symptom: "metric_anomaly", facts })))?.action).toBeUndefined();
  });
});

describe("knowledge", () => {
  it("has one family for each fault class, and none twice", () => {
    const faults = families.map((f) => f.fault);
    expect(new Set(faults).size).toBe(faults.length);
    for (const fault of [
      "crash",
      "killed",
      "hang",
      "memory_leak",
      "memory_pressure",
      "cpu_runaway",
    ] as const) {
      expect(faults).toContain(fault);
    }
    expect(faults.length).toBeGreaterThanOrEqual(20);
  });

  it.each(families.map((f) => [f.fault, f] as const))(
    "keeps the evidence for and against %s apart",
    (_, f) => {
      expect(Object.values(f.speaksFor).every((w) => w >= 0)).toBe(true);
      expect(Object.values(f.speaksAgainst).every((w) => w <= 0)).toBe(true);
      const both = Object.keys(f.speaksFor).filter((id) => id in f.speaksAgainst);
      expect(both).toEqual([]);
      expect(f.expects.length).toBeGreaterThan(0);
    },
  );

  it.each(families.map((f) => [f.fault, f] as const))(
    "never treats %s with what is always its trap",
    (_, f) => {
      const always = f.traps
        .filter((t) => t.when === undefined && t.until === undefined)
        .map((t) => t.runbook);
      expect(f.treatments.map((t) => t.runbook).filter((r) => always.includes(r))).toEqual([]);
    },
  );
});
