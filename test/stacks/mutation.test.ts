import { beforeAll, describe, expect, it } from "vitest";
import { rules } from "./checklist/rules.ts";
import { PRODUCTION } from "./configurations.ts";
import { dataAndEdge } from "./mutations/data-and-edge.ts";
import { functionsAndRights } from "./mutations/functions-and-rights.ts";
import { workflowAndEvents } from "./mutations/workflow-and-events.ts";
import { synthesise } from "./synth.ts";
import type { Templates } from "./templates/template.ts";

const mutations = [...functionsAndRights, ...workflowAndEvents, ...dataAndEdge];

const said = (templates: Templates): Map<string, string[]> =>
  new Map(rules.map((rule) => [rule.id, rule.check(templates)]));

describe("each breakage of the stacks is caught by the rule that is about it", () => {
  let intact: Templates;
  let unbroken: string;
  let before: Map<string, string[]>;
  beforeAll(() => {
    ({ templates: intact } = synthesise(PRODUCTION));
    unbroken = JSON.stringify(intact);
    before = said(intact);
  });

  it("no rule speaks of the stacks as they are", () => {
    expect([...before.values()].flat()).toEqual([]);
  });

  for (const mutation of mutations)
    it(`${mutation.name}: ${mutation.caughtBy.join(" and ")}`, () => {
      const broken = structuredClone(intact);
      mutation.break(broken);
      expect(JSON.stringify(broken)).not.toBe(unbroken);
      const speaking = [...said(broken)].filter(([id, messages]) =>
        messages.some((message) => !before.get(id)?.includes(message)),
      );
      expect(speaking.map(([id]) => id)).toEqual(mutation.caughtBy);
    });

  it("every rule catches at least one breakage", () => {
    const caught = new Set(mutations.flatMap((m) => m.caughtBy));
    expect(rules.map((r) => r.id).filter((id) => !caught.has(id))).toEqual([]);
  });
});
