import { describe, expect, test } from "vitest";
import * as fc from "fast-check";
import { only, run } from "../../packages/local/test/runner/harness.ts";

const evaluate = (call: string, input: unknown = {}) =>
  run(only({ Type: "Pass", Parameters: { "v.$": call }, OutputPath: "$.v" }), input);

const DATA = {
  name: "Ada",
  template: "Hello {}, {}",
  list: [1, 2, 3, 4, 5],
  mixed: [1, "1", { a: 1 }, { a: 1 }, 1, [2], [2], null, null],
  left: { a: 1, b: { x: 1 } },
  right: { b: { y: 2 }, c: 3 },
  json: '{"a":[1,"é"]}',
  braces: "{} $& \\{} %s",
  n: 7,
};

describe("Intrinsic Functions", () => {
  test.each([
    ["States.Format('plain')", "plain"],
    ["States.Format('Hello {}', $.name)", "Hello Ada"],
    ["States.Format($.template, $.name, 7)", "Hello Ada, 7"],
    ["States.Format('{}{}', true, null)", "truenull"],
    ["States.Format('{}', $.left)", '{"a":1,"b":{"x":1}}'],
    ["States.Format('it\\'s {}', 'x')", "it's x"],
    ["States.Format('\\{\\} {} \\\\', 1.5)", "{} 1.5 \\"],
    ["States.Format('{}', $.braces)", "{} $& \\{} %s"],
    ["States.Format('{}', States.Format('{}-{}', $.name, $.n))", "Ada-7"],
    ["States.Format('é𝄞 {}', 'ß')", "é𝄞 ß"],
    ["States.Format('a,b)({}', ')')", "a,b)()"],
    ["States.StringToJson($.json)", { a: [1, "é"] }],
    ["States.StringToJson('[1, null]')", [1, null]],
    ["States.JsonToString($.left)", '{"a":1,"b":{"x":1}}'],
    ["States.JsonToString($.name)", '"Ada"'],
    ["States.Array()", []],
    ["States.Array($.name, 1, 'x', null, true, -2.5e3)", ["Ada", 1, "x", null, true, -2500]],
    ["States.ArrayPartition($.list, 2)", [[1, 2], [3, 4], [5]]],
    ["States.ArrayPartition($.list, 9)", [[1, 2, 3, 4, 5]]],
    ["States.ArrayContains($.list, 3)", true],
    ["States.ArrayContains($.list, '3')", false],
    ["States.ArrayContains($.mixed, $.mixed[2])", true],
    ["States.ArrayRange(1, 9, 2)", [1, 3, 5, 7, 9]],
    ["States.ArrayRange(5, 1, -2)", [5, 3, 1]],
    ["States.ArrayRange(1, 0, 1)", []],
    ["States.ArrayGetItem($.list, 4)", 5],
    ["States.ArrayLength($.list)", 5],
    ["States.ArrayUnique($.mixed)", [1, "1", { a: 1 }, [2], null]],
    ["States.Base64Encode('é𝄞')", "w6nwnYSe"],
    ["States.Base64Decode('w6nwnYSe')", "é𝄞"],
    ["States.Hash('input data', 'SHA-1')", "aaff4a450a104cd177d28d18d74485e8cae074b7"],
    ["States.Hash('', 'MD5')", "d41d8cd98f00b204e9800998ecf8427e"],
    ["States.JsonMerge($.left, $.right, false)", { a: 1, b: { y: 2 }, c: 3 }],
    ["States.MathAdd(111, -1)", 110],
    ["States.MathAdd(1.4, $.n)", 8],
    ["States.MathRandom(1, 999)", 500],
    ["States.StringSplit('1,2,3', ',')", ["1", "2", "3"]],
    ["States.StringSplit('This.is+a,test=string', '.+,=')", ["This", "is", "a", "test", "string"]],
    ["States.StringSplit(',a,,b,', ',')", ["a", "b"]],
    ["States.StringSplit('a𝄞b', '𝄞')", ["a", "b"]],
    ["States.StringSplit('', ',')", []],
    ["States.ArrayLength(States.StringSplit(States.Format('{},{}', 'a', 'b'), ','))", 2],
    ["States.UUID()", "00000000-0000-4000-8000-000000000002"],
    ["States.ArrayGetItem( $.list , 0 )", 1],
  ])("§ Intrinsic Functions: %s is %j", async (call, value) => {
    const ended = await evaluate(call, DATA);
    expect(ended.status).toBe("SUCCEEDED");
    expect(ended.output).toEqual(value);
  });

  test.each([
    ["States.StringToJson('{')"],
    ["States.StringToJson($.list)"],
    ["States.ArrayPartition($.list, 0)"],
    ["States.ArrayPartition($.name, 1)"],
    ["States.ArrayContains($.name, 'A')"],
    ["States.ArrayRange(1, 10, 0)"],
    ["States.ArrayRange(1, 1001, 1)"],
    ["States.ArrayGetItem($.list, 5)"],
    ["States.ArrayGetItem($.list, -1)"],
    ["States.ArrayLength($.name)"],
    ["States.ArrayUnique($.n)"],
    ["States.Base64Encode($.n)"],
    ["States.Base64Decode('%%')"],
    ["States.Base64Decode('/w==')"],
    ["States.Hash('x', 'CRC32')"],
    ["States.JsonMerge($.left, $.right, true)"],
    ["States.JsonMerge($.left, $.list, false)"],
    ["States.MathAdd('1', 2)"],
    ["States.MathRandom(5, 5)"],
    ["States.StringSplit($.list, ',')"],
    ["States.Format($.n)"],
    ["States.Format($.template, 1)"],
  ])("§ Intrinsic Functions: %s fails with States.IntrinsicFailure", async (call) => {
    expect(await evaluate(call, DATA)).toMatchObject({ status: "FAILED", error: "States.IntrinsicFailure" });
  });

  test("§ Intrinsic Functions: a failure is an error that a Catch takes", async () => {
    const definition = {
      StartAt: "Only",
      States: {
        Only: {
          Type: "Task",
          Resource: "echo",
          Parameters: { "v.$": "States.ArrayGetItem($.list, 9)" },
          Catch: [{ ErrorEquals: ["States.IntrinsicFailure"], Next: "Caught" }],
          End: true,
        },
        Caught: { Type: "Succeed" },
      },
    };
    const ended = await run(definition, DATA, { echo: (input) => input });
    expect(ended).toMatchObject({ status: "SUCCEEDED", output: { Error: "States.IntrinsicFailure" } });
  });

  test("§ States.MathRandom: the start is in, the end is out, and a seed repeats", async () => {
    const at = async (fraction: number): Promise<unknown> =>
      (
        await run(
          only({ Type: "Pass", Parameters: { "v.$": "States.MathRandom(1, 4)" }, OutputPath: "$.v" }),
          {},
          {},
          { random: { fraction: () => fraction, uuid: () => "u" } },
        )
      ).output;
    expect([await at(0), await at(0.999_999)]).toEqual([1, 3]);
    const seeded = async (): Promise<unknown> => (await evaluate("States.MathRandom(0, 1000000, 42)")).output;
    expect(await seeded()).toBe(await seeded());
  });

  test("§ String functions: keep every character of the data", async () => {
    await fc.assert(
      fc.asyncProperty(fc.string({ unit: "binary", maxLength: 60 }), async (s) => {
        const call = {
          "formatted.$": "States.Format('{}', $.s)",
          "around.$": "States.Format($.t, 'x')",
          "decoded.$": "States.Base64Decode(States.Base64Encode($.s))",
          "parsed.$": "States.StringToJson(States.JsonToString($.s))",
          "unsplit.$": "States.StringSplit($.s, $.none)",
        };
        const t = `${s.replaceAll("{}", "")}{}`;
        const ended = await run(only({ Type: "Pass", Parameters: call }), { s, t, none: "" });
        expect(ended.output).toEqual({
          formatted: s,
          around: `${t.slice(0, -2)}x`,
          decoded: s,
          parsed: s,
          unsplit: s === "" ? [] : [s],
        });
      }),
      { numRuns: 60, seed: 3 },
    );
  });
});
