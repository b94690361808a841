import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { separate } from "../../src/consensus/separate.ts";
import { diagnosticIds } from "../../src/remediation/diagnostics.ts";
import { faultClasses } from "../../src/runbook/index.ts";

const anyClass = fc.constantFrom(...faultClasses);

describe("the test that separates two causes", () => {
  it("looks where they differ", () => {
    expect(separate("crash", "bad_environment")).toBe("process");
    expect(separate("bad_environment", "bad_config")).toBe("ports");
    expect(separate("bad_environment", "bad_config", ["ports"])).toBe("drift");
    expect(separate("cpu_runaway", "cpu_contention")).toBe("process");
    expect(separate("bad_release", "bad_cache")).toBe("http_repeat");
    expect(separate("crash", "crash")).toBeUndefined();
    expect(separate("crash", "unknown")).toBeUndefined();
  });

  it("is the same both ways round and never one that has run", () => {
    fc.assert(
      fc.property(anyClass, anyClass, fc.subarray([...diagnosticIds]), (a, b, ran) => {
        const test = separate(a, b, ran);
        expect(separate(b, a, ran)).toBe(test);
        if (test) expect(ran).not.toContain(test);
      }),
    );
  });

  it("exists for every two known causes, as long as nothing has run", () => {
    for (const a of faultClasses)
      for (const b of faultClasses)
        if (a !== b && a !== "unknown" && b !== "unknown") expect(separate(a, b), `${a} ${b}`).toBeDefined();
  });
});
