import { actionKey, decideConsensus, type Expert, type Pattern } from "@gradus/core";
import { describe, expect, it } from "vitest";
import { createPanel, createPractitioner, createSceptic, evidenceFor, perspectives } from "../src/index.ts";
import { caseFile } from "./support/case-file.ts";
import * as fact from "./support/facts.ts";
import { scenarios } from "./support/scenarios.ts";

const { T0 } = fact;
const panel = createPanel();

describe("the panel on the fault catalogue", () => {
  it.each(scenarios.map((s) => [s.name, s] as const))(
    "two of three find the right remedy: %s",
    async (_, s) => {
      const verdicts = (await Promise.all(panel.map((e) => e.opine(s.file)))).filter((v) => v !== undefined);
      const votes = verdicts.filter((v) => v.faultClass === s.fault && v.action?.runbook === s.right[0]);
      expect(votes.length).toBeGreaterThanOrEqual(2);
      // The two agree on the parameters too: they would vote for one and the same action.
      expect(new Set(votes.map((v) => (v.action ? actionKey(v.action) : ""))).size).toBe(1);
      const trapped = verdicts.filter((v) => v.action && s.traps.includes(v.action.runbook));
      expect(trapped.length).toBeLessThanOrEqual(1);
    },
  );

  it.each(scenarios.map((s) => [s.name, s] as const))("their consensus is right: %s", async (_, s) => {
    const verdicts = (await Promise.all(panel.map((e) => e.opine(s.file)))).filter((v) => v !== undefined);
    const consensus = decideConsensus(verdicts, s.file);
    expect(consensus.kind).toBe(s.right.length > 0 ? "agreed" : "nothing");
    if (consensus.kind === "agreed") expect(consensus.action.runbook).toBe(s.right[0]);
    expect(consensus.voided).toEqual([]);
  });

  it("no trap gets two votes when the first remedy was tried in vain", async () => {
    for (const s of scenarios.filter((one) => one.right.length > 0)) {
      const [first] = s.file.candidates.filter((c) => c.runbook === s.right[0]);
      const tabu = first ? [actionKey(first)] : [];
      const verdicts = await Promise.all(panel.map((e) => e.opine({ ...s.file, tabu })));
      const never = s.traps.filter((t) => !["restart-service", "restart-clean"].includes(t));
      const votes = verdicts.filter((v) => v?.action && never.includes(v.action.runbook));
      expect(votes.length, s.name).toBeLessThanOrEqual(1);
    }
  });
});

describe("slices of evidence", () => {
  const facts = [
    fact.running(),
    fact.unhealthy({ cache: "12 of 14 entries fail verification" }),
    fact.log("Error: something secret-ish happened"),
    fact.drift("environment", "THEME"),
    fact.dependency(false),
    fact.host(),
    fact.usage(),
  ];
  const file = caseFile({ symptom: "http_status", facts, patterns: [pattern({})] });
  const kinds = (p: (typeof perspectives)[number]) =>
    evidenceFor(p, file).observations.map((o) => o.fact.kind);

  it("no two perspectives see the same", () => {
    expect(new Set(perspectives.map((p) => kinds(p).join())).size).toBe(3);
  });

  it("the practitioner sees neither drift nor neighbours, and is the only one to see patterns", () => {
    expect(kinds("practitioner")).not.toContain("drift");
    expect(evidenceFor("practitioner", file).neighbours).toEqual([]);
    expect(perspectives.filter((p) => evidenceFor(p, file).patterns.length > 0)).toEqual(["practitioner"]);
  });

  it("the sceptic and the analyst see no words from outside", () => {
    for (const p of ["sceptic", "analyst"] as const) {
      const seen = JSON.stringify(evidenceFor(p, file).observations);
      expect(seen).not.toMatch(/verification|secret-ish/);
    }
  });
});

describe("the practitioner", () => {
  const practitioner = createPractitioner();
  const facts = [fact.ended({ code: 1 }), fact.refused(), fact.oldRelease()];

  it("prefers what was learned here to the library", async () => {
    const learned = pattern({ action: { runbook: "restart-clean", params: {} }, successes: 12 });
    const verdict = await practitioner.opine(
      caseFile({ symptom: "service_down", facts, patterns: [learned] }),
    );
    expect(verdict?.action?.runbook).toBe("restart-clean");
    expect(verdict?.reasoning).toContain("pattern");
  });

  it.each([
    ["failed more often than it helped", { successes: 1, failures: 9 }],
    ["is retired", { retired: true }],
    ["is quarantined", { quarantinedUntil: T0 + fact.HOUR }],
    ["is of other software", { software: "postgres" }],
  ])("does not follow a pattern that %s", async (_, more) => {
    const learned = pattern({ action: { runbook: "restart-clean", params: {} }, ...more });
    const verdict = await practitioner.opine(
      caseFile({ symptom: "service_down", facts, patterns: [learned] }),
    );
    expect(verdict?.action?.runbook).toBe("restart-service");
  });

  it("fills a pattern's pid in from what is seen now", async () => {
    const learned = pattern({
      features: ["check:refused", "port:foreign", "process:down"],
      action: { runbook: "stop-intruder", params: { pid: "$evidence", startedAt: "$evidence" } },
      faultClass: "port_conflict",
    });
    const file = caseFile({
      symptom: "service_down",
      facts: [fact.ended({ code: 1 }), fact.refused(), fact.port("foreign")],
      patterns: [learned],
    });
    expect((await practitioner.opine(file))?.action?.params).toMatchObject({ pid: 9_500 });
  });
});

describe("the sceptic", () => {
  const sceptic: Expert = createSceptic();

  it("refutes the obvious restart when something measured speaks against a crash", async () => {
    const facts = [fact.ended({ code: 1 }), fact.refused(), fact.release(), fact.host()];
    const verdict = await sceptic.opine(caseFile({ symptom: "service_down", facts }));
    expect(verdict?.action?.runbook).toBe("roll-back-release");
    expect(verdict?.reasoning).toMatch(/Not crash: release changed/);
  });

  it("advises to do nothing when nothing that was measured is wrong", async () => {
    const facts = [fact.running(), fact.check("ok"), fact.usage(), fact.log("Error: the sky is falling")];
    const verdict = await sceptic.opine(caseFile({ symptom: "log_new_error", facts }));
    expect(verdict).toMatchObject({ faultClass: "unknown" });
    expect(verdict?.action).toBeUndefined();
  });
});

function pattern(more: Partial<Pattern>): Pattern {
  return {
    id: "p|1",
    signature: "node/service_down/x",
    software: "node",
    symptom: "service_down",
    features: ["check:refused", "exit:code-1", "process:down"],
    action: { runbook: "restart-service", params: {} },
    faultClass: "crash",
    successes: 10,
    failures: 0,
    totals: { fixed: 10, symptomOnly: 0, notFixed: 0, notHeld: 0, harm: 0 },
    updatedAt: T0,
    createdAt: T0,
    retired: false,
    origin: "own",
    version: 1,
    ...more,
  };
}
