import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { decide, type ConsensusResult } from "../../src/consensus/decide.ts";
import type { Verdict } from "../../src/expert/index.ts";
import { actionKey, type Action, type FaultClass } from "../../src/runbook/index.ts";
import { observation } from "../build.ts";

const restart: Action = { runbook: "restart", params: {} };
const rollBack: Action = { runbook: "roll_back", params: { to: "1.0.0" } };
const tried: Action = { runbook: "clear_cache", params: {} };
const file = {
  observations: ["o1", "o2", "o3"].map(observation),
  candidates: [restart, rollBack, tried],
  tabu: [actionKey(tried)],
};
const verdict = (expert: string, more: Partial<Verdict> = {}): Verdict => ({
  expert,
  component: "shop",
  faultClass: "crash",
  cites: ["o1"],
  action: restart,
  predicts: "it runs",
  confidence: 0.8,
  reasoning: "",
  ...more,
});
const idle = (expert: string, more: Partial<Verdict> = {}): Verdict => {
  const { action: _none, ...rest } = verdict(expert, more);
  return rest;
};
const withoutVoided = ({ voided: _voided, ...rest }: ConsensusResult) => rest;

const anyValid: fc.Arbitrary<Verdict> = fc
  .record({
    expert: fc.constantFrom("a", "b", "c", "d", "e"),
    component: fc.constantFrom("shop", "host"),
    faultClass: fc.constantFrom<FaultClass>("crash", "hang", "bad_release"),
    cites: fc.uniqueArray(fc.constantFrom("o1", "o2", "o3"), { minLength: 1 }),
    confidence: fc.double({ min: 0, max: 1, noNaN: true }),
    action: fc.constantFrom(restart, rollBack, undefined),
  })
  .map(({ action, expert, ...rest }) => (action ? verdict(expert, { ...rest, action }) : idle(expert, rest)));
const anyVoid: fc.Arbitrary<Verdict> = fc.constantFrom(
  verdict("a", { cites: ["o1", "o9"] }),
  verdict("b", { cites: [] }),
  verdict("c", { action: tried }),
  verdict("x", { action: { runbook: "rm", params: { path: "/" } } }),
  verdict("y", { confidence: Number.NaN }),
  idle("z", { cites: ["o9"] }),
);
const anyPanel = fc.array(fc.oneof({ weight: 4, arbitrary: anyValid }, anyVoid), { maxLength: 8 });

describe("consensus", () => {
  it("acts on two grounded voices of three", () => {
    const result = decide([verdict("a"), verdict("b"), idle("c")], file);
    expect(result).toMatchObject({
      kind: "agreed",
      action: restart,
      faultClass: "crash",
      component: "shop",
      votes: ["a", "b"],
      causeAgreed: true,
    });
    expect(result.confidence).toBeGreaterThanOrEqual(0.7);
  });

  it("is surer of three voices than of two, and of an agreed cause than of a disputed one", () => {
    const two = decide([verdict("a"), verdict("b"), idle("c")], file);
    const three = decide([verdict("a"), verdict("b"), verdict("c")], file);
    const disputed = decide(
      [verdict("a"), verdict("b", { faultClass: "hang" }), idle("c", { faultClass: "overload" })],
      file,
    );
    expect(three.confidence).toBeGreaterThan(two.confidence);
    expect(disputed).toMatchObject({ kind: "agreed", causeAgreed: false });
    expect(disputed.confidence).toBeLessThan(two.confidence);
  });

  it("is no surer of two voices of two than of two of three, and less than of three", () => {
    const two = decide([verdict("a"), verdict("b")], file);
    const three = decide([verdict("a"), verdict("b"), verdict("c")], file);
    expect(two.confidence).toBeCloseTo(
      decide([verdict("a"), verdict("b"), idle("c", { faultClass: "hang" })], file).confidence,
    );
    expect(two.confidence).toBeLessThan(three.confidence);
  });

  it("counts an expert that says the same twice with the lower of its confidences", () => {
    const [sure, unsure] = [verdict("a", { confidence: 0.9 }), verdict("a", { confidence: 0.5 })];
    const once = decide([unsure, verdict("b")], file);
    expect(decide([sure, unsure, verdict("b")], file)).toEqual(once);
    expect(decide([unsure, sure, verdict("b")], file)).toEqual(once);
  });

  it("takes the cause from a voice that wants the action", () => {
    const hang = { faultClass: "hang" } as const;
    const result = decide(
      [verdict("a"), verdict("b", hang), verdict("c", { ...hang, action: rollBack })],
      file,
    );
    expect(result).toMatchObject({ kind: "agreed", action: restart, faultClass: "hang", causeAgreed: true });
  });

  it("leaves alone what two of three would leave alone", () => {
    expect(decide([idle("a"), idle("b"), verdict("c")], file)).toMatchObject({
      kind: "nothing",
      votes: ["a", "b"],
    });
  });

  it("does not act on a tie, and names the test that tells the camps apart", () => {
    const release = { faultClass: "bad_release", action: rollBack } as const;
    const panel = [verdict("a"), verdict("b"), verdict("c", release), verdict("d", release)];
    expect(decide(panel, file)).toMatchObject({ kind: "split", separatingTest: "http_repeat" });
    const ran = decide(panel, file, { ran: ["http_repeat"] });
    expect(ran).toMatchObject({ kind: "split", separatingTest: "process" });
    expect(decide([verdict("a"), idle("b")], file).kind).toBe("split");
  });

  it("has nothing to say without verdicts, on one voice, or without evidence", () => {
    expect(decide([], file).kind).toBe("none");
    expect(decide([verdict("a")], file).kind).toBe("none");
    const blind = { ...file, observations: [] };
    expect(decide([verdict("a"), verdict("b"), verdict("c")], blind).kind).toBe("none");
  });

  it("hears an expert once, and not at all when it contradicts itself", () => {
    expect(decide([verdict("a"), verdict("a"), verdict("a")], file).kind).toBe("none");
    const both = decide([verdict("a"), verdict("a", { action: rollBack }), verdict("b")], file);
    expect(both).toMatchObject({ kind: "none", voided: [{ expert: "a", why: "contradicts itself" }] });
  });

  it("is surer of an action with a good record", () => {
    const with_ = (rate: number) =>
      decide([verdict("a"), verdict("b")], file, { records: new Map([[actionKey(restart), rate]]) })
        .confidence;
    expect(with_(0.95)).toBeGreaterThan(with_(0.3));
  });

  it("does not depend on the order of the verdicts", () => {
    fc.assert(
      fc.property(
        anyPanel.chain((panel) =>
          fc.tuple(fc.constant(panel), fc.shuffledSubarray(panel, { minLength: panel.length })),
        ),
        ([panel, shuffled]) => {
          expect(decide(shuffled, file)).toEqual(decide(panel, file));
        },
      ),
    );
  });

  it("is not changed by a void verdict, whoever sends it", () => {
    fc.assert(
      fc.property(anyPanel, fc.array(anyVoid, { minLength: 1, maxLength: 5 }), (panel, noise) => {
        expect(withoutVoided(decide([...noise, ...panel], file))).toEqual(withoutVoided(decide(panel, file)));
      }),
    );
  });

  it("acts only on a candidate that two experts want with evidence and more than half of all voices want", () => {
    fc.assert(
      fc.property(anyPanel, (panel) => {
        const result = decide(panel, file);
        if (result.kind !== "agreed") return;
        const key = actionKey(result.action);
        const wanting = panel.filter((v) => v.action && actionKey(v.action) === key && v.cites.length > 0);
        expect(new Set(wanting.map((v) => v.expert)).size).toBeGreaterThanOrEqual(2);
        expect(file.candidates).toContainEqual(result.action);
        expect(file.tabu).not.toContain(key);
        const voids = new Set(result.voided.map((v) => v.expert));
        const others = new Set(
          panel.map((v) => v.expert).filter((e) => !result.votes.includes(e) && !voids.has(e)),
        );
        expect(result.votes.length).toBeGreaterThan(others.size);
      }),
    );
  });

  it("cannot be brought to act by one expert, however often it speaks", () => {
    fc.assert(
      fc.property(fc.array(anyValid, { maxLength: 20 }), (many) => {
        const one = many.map((v) => ({ ...v, expert: "loud" }));
        expect(decide(one, file).kind).toBe("none");
      }),
    );
  });

  it("does not fall when a supporter becomes surer", () => {
    const confidence = fc.double({ min: 0, max: 1, noNaN: true });
    fc.assert(
      fc.property(confidence, confidence, confidence, (x, y, other) => {
        const of = (c: number) =>
          decide([verdict("a", { confidence: c }), verdict("b", { confidence: other }), idle("c")], file)
            .confidence;
        expect(of(Math.max(x, y))).toBeGreaterThanOrEqual(of(Math.min(x, y)));
      }),
    );
  });
});
