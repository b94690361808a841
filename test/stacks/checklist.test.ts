import { beforeAll, describe, expect, it, vi } from "vitest";
import { configurations } from "./configurations.ts";
import { rules } from "./checklist/rules.ts";
import { synthesise } from "./synth.ts";
import { all, type Templates } from "./templates/template.ts";

/** Items of the checklist that only code can show; all others are rules. */
const NOT_IN_TEMPLATES = [21, 25, 32, 39];
const ITEMS = Array.from({ length: 40 }, (_, n) => n + 1).filter((n) => !NOT_IN_TEMPLATES.includes(n));

it("each item of the checklist that templates can show is one rule", () => {
  const ids = rules.map((r) => r.id).filter((id) => /^\d+$/.test(id));
  expect(ids.map(Number).toSorted((a, b) => a - b)).toEqual(ITEMS);
});

for (const [name, configuration] of Object.entries(configurations))
  describe(name, () => {
    let templates: Templates;
    beforeAll(() => {
      ({ templates } = synthesise(configuration()));
    });

    for (const rule of rules)
      it(`${rule.id}: ${rule.title}`, () => {
        expect(rule.check(templates)).toEqual([]);
      });

    it("has something to look at", () => {
      expect(all(templates).length).toBeGreaterThan(200);
    });
  });

describe("targets of a deployment", () => {
  it("what is left out is said when it is deployed", () => {
    const said = vi.spyOn(process.stderr, "write").mockReturnValue(true);
    synthesise({ stage: "try", file: "gradus.config.example.yaml" });
    expect(said.mock.calls.join()).toContain("left out, because it lives on one machine only: email-blast");
    said.mockRestore();
  });

  it("one that cannot be watched from AWS ends the deployment, with its name", () => {
    const file = "test/stacks/fixtures/not-deployable.config.yaml";
    expect(() => synthesise({ stage: "prod", file })).toThrow(/cannot be deployed to AWS:\n {2}till: /);
  });
});
