import { describe, expect, it } from "vitest";
import { stuck } from "../../src/stuck/detect.ts";
import type { Attempt, PhaseNumber, Verification } from "../../src/task/index.ts";

const attempt = (
  runbook: string,
  reasons: string[],
  more: Partial<Verification> = {},
  phase: PhaseNumber = 1,
) => ({
  action: { runbook, params: {} },
  phase,
  result: "not_fixed" as Attempt["result"],
  verification: {
    at: 0,
    result: "not_fixed" as const,
    symptomGone: false,
    healthy: false,
    dependentsHealthy: true,
    reasons,
    ...more,
  },
});

describe("being stuck", () => {
  it("is the same action with the same result three times, numbers aside", () => {
    const three = [1, 2, 3].map((n) => attempt("restart", [`still down after ${n} s`], {}, n as PhaseNumber));
    expect(stuck(three)).toMatch(/three times/);
    expect(stuck([...three.slice(0, 2), attempt("restart", ["other"], {}, 3)])).toBeUndefined();
    expect(stuck(three.slice(0, 2))).toBeUndefined();
  });

  it("is two actions in turn, twice", () => {
    const turn = ["a", "b", "a", "b"].map((name, i) =>
      attempt(name, [name.repeat(i + 1)], {}, ((i % 3) + 1) as PhaseNumber),
    );
    expect(stuck(turn)).toMatch(/in turn/);
    const same = turn.map((step) => ({ ...step, action: { runbook: "a", params: {} } }));
    expect(stuck(same)).not.toMatch(/in turn/);
  });

  it("is three actions that show nothing new", () => {
    const same = ["a", "b", "c", "d"].map((name, i) =>
      attempt(name, ["502"], { symptomGone: i > 0 }, ((i % 3) + 1) as PhaseNumber),
    );
    expect(stuck(same)).toMatch(/no new evidence/);
  });

  it("is two actions of one phase without gain, and not two of two phases", () => {
    expect(stuck([attempt("a", ["1"]), attempt("b", ["x"])])).toMatch(/no gain in health/);
    expect(stuck([attempt("a", ["1"]), attempt("b", ["x"], {}, 2)])).toBeUndefined();
    expect(stuck([attempt("a", ["1"]), attempt("b", ["x"], { causeGone: true })])).toBeUndefined();
  });

  it("takes what made things worse for no gain, even if the symptom went away", () => {
    const worse = { symptomGone: true, result: "worse" as const };
    expect(stuck([attempt("a", ["1"], worse), attempt("b", ["x"], worse)])).toMatch(/no gain in health/);
  });

  it("does not count what was refused or turned down, or is still running", () => {
    const idle = (result: Attempt["result"]) => ({ ...attempt("a", ["x"]), result });
    expect(stuck([idle("refused"), idle("rejected"), idle("running"), attempt("a", ["x"])])).toBeUndefined();
    expect(stuck([])).toBeUndefined();
  });
});
