import { describe, expect, test } from "vitest";
import { run } from "../../packages/local/test/runner/harness.ts";

type Rule = Readonly<Record<string, unknown>>;

const machine = (rule: Rule, isOpen = false): unknown => ({
  StartAt: "Choose",
  States: {
    Choose: { Type: "Choice", Choices: [{ ...rule, Next: "Yes" }], ...(isOpen ? {} : { Default: "No" }) },
    Yes: { Type: "Pass", Result: true, End: true },
    ...(isOpen ? {} : { No: { Type: "Pass", Result: false, End: true } }),
  },
});

const DATA = {
  s: "hello",
  n: 5,
  f: 5.5,
  t: true,
  nil: null,
  at: "2026-03-01T12:00:00Z",
  later: "2026-03-01T14:00:01+02:00",
  same: "2026-03-01T13:00:00.000+01:00",
  list: [1],
  o: { s: "hello", n: 5, at: "2026-03-01T12:00:00Z", t: true },
  star: "a*b",
  slash: "a\\b",
};
const v = (path: string, operator: string, operand: unknown): Rule => ({
  Variable: path,
  [operator]: operand,
});

const TRUE: readonly Rule[] = [
  v("$.s", "StringEquals", "hello"),
  v("$.s", "StringLessThan", "help"),
  v("$.s", "StringGreaterThan", "Zebra"),
  v("$.s", "StringLessThanEquals", "hello"),
  v("$.s", "StringGreaterThanEquals", "hello"),
  v("$.s", "StringEqualsPath", "$.o.s"),
  v("$.s", "StringLessThanEqualsPath", "$.o.s"),
  v("$.n", "NumericEquals", 5),
  v("$.n", "NumericEquals", 5.0),
  v("$.n", "NumericLessThan", 5.5),
  v("$.f", "NumericGreaterThan", 5),
  v("$.n", "NumericLessThanEquals", 5),
  v("$.n", "NumericGreaterThanEquals", 5),
  v("$.f", "NumericGreaterThanPath", "$.n"),
  v("$.n", "NumericEqualsPath", "$.o.n"),
  v("$.n", "NumericEqualsPath", "$$.Execution.Input.n"),
  v("$.t", "BooleanEquals", true),
  v("$.t", "BooleanEqualsPath", "$.o.t"),
  v("$.at", "TimestampEquals", "2026-03-01T12:00:00Z"),
  v("$.at", "TimestampEquals", "2026-03-01T12:00:00.000Z"),
  v("$.same", "TimestampEqualsPath", "$.at"),
  v("$.at", "TimestampLessThan", "2026-03-01T12:00:00.001Z"),
  v("$.later", "TimestampGreaterThan", "2026-03-01T12:00:00Z"),
  v("$.at", "TimestampLessThanPath", "$.later"),
  v("$.at", "TimestampLessThanEquals", "2026-03-01T12:00:00Z"),
  v("$.at", "TimestampGreaterThanEqualsPath", "$.o.at"),
  v("$.nil", "IsNull", true),
  v("$.s", "IsNull", false),
  v("$.s", "IsPresent", true),
  v("$.nil", "IsPresent", true),
  v("$.missing", "IsPresent", false),
  v("$.o.missing.deep", "IsPresent", false),
  v("$.n", "IsNumeric", true),
  v("$.s", "IsNumeric", false),
  v("$.s", "IsString", true),
  v("$.n", "IsString", false),
  v("$.t", "IsBoolean", true),
  v("$.nil", "IsBoolean", false),
  v("$.at", "IsTimestamp", true),
  v("$.s", "IsTimestamp", false),
  v("$.list[0]", "NumericEquals", 1),
  v("$$.State.Name", "StringEquals", "Choose"),
  v("$.s", "StringMatches", "hello"),
  v("$.s", "StringMatches", "*"),
  v("$.s", "StringMatches", "h*o"),
  v("$.s", "StringMatches", "*l*"),
  v("$.s", "StringMatches", "hello*"),
  v("$.s", "StringMatches", "h*l*o"),
  v("$.star", "StringMatches", "a\\*b"),
  v("$.slash", "StringMatches", "a\\\\b"),
  { And: [v("$.n", "NumericEquals", 5), v("$.t", "BooleanEquals", true)] },
  { Or: [v("$.n", "NumericEquals", 6), v("$.t", "BooleanEquals", true)] },
  { Not: v("$.n", "NumericEquals", 6) },
  { Not: { Or: [v("$.n", "NumericEquals", 6), { And: [v("$.t", "BooleanEquals", false)] }] } },
];

const FALSE: readonly Rule[] = [
  v("$.s", "StringEquals", "Hello"),
  v("$.s", "StringGreaterThan", "help"),
  v("$.n", "StringEquals", "5"),
  v("$.nil", "StringEquals", "null"),
  v("$.list", "StringEquals", "1"),
  v("$.s", "NumericEquals", 5),
  v("$.t", "NumericEquals", 1),
  v("$.nil", "NumericLessThan", 1),
  v("$.n", "NumericGreaterThanPath", "$.s"),
  v("$.n", "BooleanEquals", true),
  v("$.s", "BooleanEquals", false),
  v("$.nil", "BooleanEquals", false),
  v("$.s", "TimestampEquals", "2026-03-01T12:00:00Z"),
  v("$.n", "TimestampGreaterThan", "1970-01-01T00:00:00Z"),
  v("$.at", "TimestampLessThanPath", "$.s"),
  v("$.n", "StringMatches", "*"),
  v("$.s", "StringMatches", "h"),
  v("$.s", "StringMatches", "*h"),
  v("$.s", "StringMatches", "hello*o"),
  v("$.s", "StringMatches", "h.llo"),
  v("$.s", "StringMatches", "a\\*b"),
  v("$.missing", "IsPresent", true),
  v("$.n", "IsNull", true),
  v("$.at", "IsNumeric", true),
];

describe("Choice State", () => {
  test.each(TRUE)("§ Choice State: %j holds", async (rule) => {
    expect((await run(machine(rule), DATA)).output).toBe(true);
  });

  test.each(FALSE)("§ Choice State: %j does not hold", async (rule) => {
    expect((await run(machine(rule), DATA)).output).toBe(false);
  });

  test.each([
    ["2026-03-01T12:00:00z"],
    ["2026-03-01t12:00:00Z"],
    ["2026-03-01 12:00:00Z"],
    ["2026-03-01T12:00:00"],
    ["2026-02-30T12:00:00Z"],
    ["2026-03-01T25:00:00Z"],
    ["2026-03-01"],
    ["2026-03-01T12:00:00+25:00"],
  ])("§ Timestamps: %s is not one", async (at) => {
    expect((await run(machine(v("$.at", "IsTimestamp", true)), { at })).output).toBe(false);
  });

  test.each([
    v("$.missing", "StringEquals", "x"),
    v("$.missing", "IsNull", true),
    v("$.missing", "IsString", false),
    v("$.n", "NumericEqualsPath", "$.missing"),
    { Not: v("$.o.missing", "NumericEquals", 1) },
  ])("§ Choice State: %j reads what is not there: States.Runtime", async (rule) => {
    expect(await run(machine(rule), DATA)).toMatchObject({ status: "FAILED", error: "States.Runtime" });
  });

  test("§ Choice State: And and Or look no further than they must", async () => {
    const guarded = { And: [v("$.missing", "IsPresent", true), v("$.missing", "NumericEquals", 1)] };
    expect((await run(machine(guarded), DATA)).output).toBe(false);
    const either = { Or: [v("$.s", "IsString", true), v("$.missing", "NumericEquals", 1)] };
    expect((await run(machine(either), DATA)).output).toBe(true);
  });

  test("§ Choice State: without a match and without a Default it fails with States.NoChoiceMatched", async () => {
    const ended = await run(machine(v("$.n", "NumericEquals", 6), true), DATA);
    expect(ended).toMatchObject({ status: "FAILED", error: "States.NoChoiceMatched" });
  });

  test("§ Choice State: the first rule that matches decides, and the input goes on", async () => {
    const definition = {
      StartAt: "Choose",
      States: {
        Choose: {
          Type: "Choice",
          InputPath: "$.o",
          OutputPath: "$.n",
          Choices: [
            { Variable: "$.n", NumericEquals: 4, Next: "A" },
            { Variable: "$.n", NumericLessThan: 9, Next: "B" },
            { Variable: "$.n", NumericEquals: 5, Next: "C" },
          ],
        },
        A: { Type: "Fail" },
        B: { Type: "Succeed" },
        C: { Type: "Fail" },
      },
    };
    expect(await run(definition, DATA)).toMatchObject({ status: "SUCCEEDED", output: 5 });
  });

  test("§ StringMatches: many stars on a long text take no time to speak of", async () => {
    const rule = v("$.s", "StringMatches", `${"*a".repeat(200)}b`);
    const before = performance.now();
    expect((await run(machine(rule), { s: "a".repeat(20_000) })).output).toBe(false);
    expect(performance.now() - before).toBeLessThan(1000);
  });
});
