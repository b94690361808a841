import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Action } from "../../src/runbook/index.ts";
import { fillAction, patternId, signature, similarity, templateAction } from "../../src/pattern/index.ts";

const anyAction: fc.Arbitrary<Action> = fc.record({
  runbook: fc.constantFrom("restart", "stop_process", "restore_file"),
  params: fc.dictionary(
    fc.constantFrom("pid", "startedAt", "path", "nice", "level"),
    fc.oneof(fc.integer(), fc.string({ maxLength: 5 })),
  ),
});
const anyTokens = fc.array(fc.constantFrom("a:1", "b:2", "c:3", "d:4", "usage:cpu-high"));

describe("a signature", () => {
  it("does not depend on the order of features, nor on those that come and go", () => {
    fc.assert(
      fc.property(anyTokens, (tokens) => {
        const of = { software: "node", symptom: "service_down" };
        const here = signature({ ...of, features: tokens });
        expect(signature({ ...of, features: [...tokens].reverse() })).toBe(here);
        expect(signature({ ...of, features: [...tokens, "usage:starved"] })).toBe(here);
      }),
    );
  });

  it("stays short enough for a key", () => {
    const features = Array.from({ length: 200 }, (_, i) => `log:${"X".repeat(40)}${i}`);
    const long = signature({ software: "s".repeat(200), symptom: "http_status", features });
    expect(long.length).toBeLessThan(1_100);
  });
});

describe("a templated action", () => {
  it("is the same for two cases that differ only in what is theirs", () => {
    const one = { runbook: "stop_process", params: { pid: 7, startedAt: 1, nice: 5 } };
    const two = { runbook: "stop_process", params: { pid: 8, startedAt: 2, nice: 5 } };
    expect(patternId("s", one)).toBe(patternId("s", two));
    expect(patternId("s", { ...two, params: { ...two.params, nice: 9 } })).not.toBe(patternId("s", one));
  });

  it("can be templated again without change", () => {
    fc.assert(
      fc.property(anyAction, (action) => {
        expect(templateAction(templateAction(action))).toEqual(templateAction(action));
      }),
    );
  });

  it("is filled by the one candidate it came from, and by no other runbook's", () => {
    fc.assert(
      fc.property(anyAction, fc.array(anyAction), (action, others) => {
        const different = others.filter((o) => o.runbook !== action.runbook);
        expect(fillAction(templateAction(action), [...different, action, action])).toEqual(action);
        expect(fillAction(templateAction(action), different)).toBeUndefined();
      }),
    );
  });

  it("is not filled by a candidate with a parameter more, or one less", () => {
    const of = (params: Action["params"]) => ({ runbook: "stop_process", params });
    const template = templateAction(of({ pid: 7, startedAt: 1 }));
    expect(fillAction(template, [of({ pid: 7, startedAt: 1, force: true })])).toBeUndefined();
    expect(fillAction(template, [of({ pid: 7 })])).toBeUndefined();
  });

  it("is not filled when two candidates fit", () => {
    const restore = (path: string) => ({ runbook: "restore_file", params: { path } });
    expect(fillAction(templateAction(restore("/a")), [restore("/a"), restore("/b")])).toBeUndefined();
  });
});

describe("similarity", () => {
  it("is symmetric, within 0 and 1, and 1 exactly for equal sets", () => {
    fc.assert(
      fc.property(anyTokens, anyTokens, (a, b) => {
        const value = similarity(a, b);
        expect(value).toBe(similarity(b, a));
        expect(value).toBeGreaterThanOrEqual(0);
        expect(value === 1).toBe([...new Set(a)].sort().join() === [...new Set(b)].sort().join());
      }),
    );
  });
});
