import { actionKey } from "@gradus/core";
import { describe, expect, it } from "vitest";
import { proposeKnown } from "../src/index.ts";
import { scenarios } from "./support/scenarios.ts";

describe("phase 1 on the fault catalogue", () => {
  it.each(scenarios.map((s) => [s.name, s] as const))("%s", (_, { file, fault, right, params, traps }) => {
    const verdict = proposeKnown(file);
    expect(verdict?.faultClass).toBe(fault);
    expect(verdict?.action?.runbook).toBe(right[0]);
    if (params) expect(verdict?.action?.params).toEqual(params);
    expect(traps).not.toContain(verdict?.action?.runbook);
    expect(verdict?.confidence).toBeGreaterThanOrEqual(0.7);
    expect(verdict?.cites.length).toBeGreaterThan(0);
  });

  it.each(scenarios.filter((s) => s.right.length > 0).map((s) => [s.name, s] as const))(
    "goes on to another remedy, and to no trap, when the first was tried in vain: %s",
    (_, { file, traps }) => {
      const tabu: string[] = [];
      for (let round = 0; round < 8; round += 1) {
        const action = proposeKnown({ ...file, tabu: [...tabu] })?.action;
        if (!action) break;
        expect(tabu).not.toContain(actionKey(action));
        // A restart is a trap only while clearing the cache or continuing has not been tried.
        if (round === 0) expect(traps).not.toContain(action.runbook);
        tabu.push(actionKey(action));
      }
      expect(tabu.length).toBeLessThan(6);
    },
  );
});
