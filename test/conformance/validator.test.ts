import { createRequire } from "node:module";
import { describe, expect, test } from "vitest";
import type { Json } from "../../packages/local/src/runner/index.ts";
import { loadMachine } from "../../packages/local/src/runner/index.ts";
import { DEFINITIONS } from "./definitions.ts";

const validate = createRequire(import.meta.url)("asl-validator") as (
  definition: unknown,
  options?: { readonly checkArn?: boolean; readonly checkPaths?: boolean },
) => { readonly isValid: boolean; readonly errors: readonly unknown[] };

const RESOURCES = ["echo", "flaky", "broken", "ask"];

/** asl-validator was written by others: what it and the runner both accept is likely the States Language. */
describe("asl-validator agrees with the loader", () => {
  test.each(Object.entries(DEFINITIONS))("on accepting: %s", (_, definition) => {
    expect(loadMachine("machine", definition as Json, RESOURCES).startAt).toBeTypeOf("string");
    expect(validate(definition, { checkArn: false, checkPaths: true })).toMatchObject({ isValid: true });
  });

  test.each([
    ["a dangling Next", { StartAt: "A", States: { A: { Type: "Pass", Next: "B" } } }],
    ["no End", { StartAt: "A", States: { A: { Type: "Pass" } } }],
    ["a StartAt that is no state", { StartAt: "B", States: { A: { Type: "Succeed" } } }],
    ["a path that is none", { StartAt: "A", States: { A: { Type: "Pass", InputPath: "x", End: true } } }],
    ["a type that is none", { StartAt: "A", States: { A: { Type: "Loop", End: true } } }],
    ["a Wait for nothing", { StartAt: "A", States: { A: { Type: "Wait", End: true } } }],
    ["no machine", {}],
  ])("on refusing: %s", (_, definition) => {
    expect(() => loadMachine("machine", definition as Json, RESOURCES)).toThrow();
    expect(validate(definition, { checkArn: false, checkPaths: true }).isValid).toBe(false);
  });
});
