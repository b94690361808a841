import { describe, expect, test } from "vitest";
import type { Json, Problem } from "../../packages/local/src/runner/index.ts";
import { DefinitionError, loadMachine } from "../../packages/local/src/runner/index.ts";

type Fields = Readonly<Record<string, unknown>>;

const problemsOf = (definition: unknown): readonly Problem[] => {
  try {
    loadMachine("machine", definition as Json, ["work", "arn:gradus:verb:ask"]);
    return [];
  } catch (fault) {
    if (fault instanceof DefinitionError) return fault.problems;
    throw fault;
  }
};

const END: Fields = { Type: "Succeed" };
const one = (state: Fields): Fields => ({ StartAt: "A", States: { A: state } });
const task = (fields: Fields = {}): Fields => one({ Type: "Task", Resource: "work", End: true, ...fields });
const pass = (fields: Fields): Fields => one({ Type: "Pass", End: true, ...fields });
const map = (fields: Fields): Fields =>
  one({ Type: "Map", End: true, ItemProcessor: { StartAt: "P", States: { P: END } }, ...fields });
const choice = (rule: Fields): Fields => ({
  StartAt: "A",
  States: { A: { Type: "Choice", Choices: [{ Next: "B", ...rule }] }, B: END },
});
const wait = (fields: Fields): Fields => one({ Type: "Wait", End: true, ...fields });
const withRetry = (retrier: Fields): Fields => task({ Retry: [{ ErrorEquals: ["E"], ...retrier }] });
const params = (text: string): Fields => pass({ Parameters: { "v.$": text } });
const is = (fields: Fields): Fields => choice({ Variable: "$.x", ...fields });

const A = "/States/A";
const REFUSED: readonly (readonly [string, unknown, string, RegExp])[] = [
  // What is not supported
  ["JSONata machines", { QueryLanguage: "JSONata", ...one(END) }, "/QueryLanguage", /only JSONPath/],
  ["JSONata states", pass({ QueryLanguage: "JSONata" }), `${A}/QueryLanguage`, /only JSONPath/],
  ["Arguments", task({ Arguments: {} }), `${A}/Arguments`, /Arguments is not supported.*use Parameters/],
  ["Output", pass({ Output: {} }), `${A}/Output`, /not supported/],
  ["Assign", pass({ Assign: { x: 1 } }), `${A}/Assign`, /not supported.*variables/],
  ["variables", params("$x.y"), `${A}/Parameters/v.$`, /workflow variable/],
  ["Credentials", task({ Credentials: {} }), `${A}/Credentials`, /not supported/],
  ["ItemReader", map({ ItemReader: {} }), `${A}/ItemReader`, /not supported.*ItemsPath/],
  ["ResultWriter", map({ ResultWriter: {} }), `${A}/ResultWriter`, /not supported/],
  ["ItemBatcher", map({ ItemBatcher: {} }), `${A}/ItemBatcher`, /not supported/],
  ["Iterator", one({ Type: "Map", End: true, Iterator: {} }), `${A}/Iterator`, /use ItemProcessor/],
  ["Parameters of a Map", map({ Parameters: {} }), `${A}/Parameters`, /use ItemSelector/],
  ["ToleratedFailureCount", map({ ToleratedFailureCount: 1 }), `${A}/ToleratedFailureCount`, /not supported/],
  [
    "distributed maps",
    map({
      ItemProcessor: {
        ProcessorConfig: { Mode: "DISTRIBUTED", ExecutionType: "STANDARD" },
        StartAt: "P",
        States: { P: END },
      },
    }),
    `${A}/ItemProcessor/ProcessorConfig/Mode`,
    /DISTRIBUTED is not supported.*INLINE/,
  ],
  [
    "unknown resources",
    task({ Resource: "other" }),
    `${A}/Resource`,
    /other has no handler.*work, arn:gradus:verb:ask/,
  ],
  [
    "unknown resources with a token",
    task({ Resource: "other.waitForTaskToken" }),
    `${A}/Resource`,
    /no handler/,
  ],
  [
    "jobs that are waited for",
    task({ Resource: "work.sync:2" }),
    `${A}/Resource`,
    /\.sync:2 is not supported/,
  ],
  ["path functions", params("$.list.length()"), `${A}/Parameters/v.$`, /States\.ArrayLength/],
  // The machine
  ["text", "a definition", "", /must be an object/],
  ["another version", { Version: "2.0", ...one(END) }, "/Version", /2\.0/],
  ["no StartAt", { States: { A: END } }, "", /StartAt is missing/],
  ["no States", { StartAt: "A" }, "", /States is missing/],
  ["a StartAt that is no state", { StartAt: "X", States: { A: END } }, "/StartAt", /no state "X"/],
  ["unknown fields", { ...one(END), Sates: {} }, "/Sates", /not known/],
  ["unknown fields of a state", pass({ Nxet: "A" }), `${A}/Nxet`, /not known/],
  ["fields of another state", wait({ Seconds: 1, Retry: [] }), `${A}/Retry`, /not known/],
  ["a machine timeout of 0", { TimeoutSeconds: 0, ...one(END) }, "/TimeoutSeconds", /from 1/],
  // The graph
  ["a dangling Next", one({ Type: "Pass", Next: "B" }), `${A}/Next`, /no state "B"/],
  [
    "a dangling Default",
    {
      StartAt: "A",
      States: {
        A: { Type: "Choice", Default: "X", Choices: [{ Variable: "$.x", IsNull: true, Next: "B" }] },
        B: END,
      },
    },
    `${A}/Default`,
    /no state "X"/,
  ],
  [
    "a dangling rule",
    {
      StartAt: "A",
      States: { A: { Type: "Choice", Choices: [{ Variable: "$.x", IsNull: true, Next: "X" }] } },
    },
    `${A}/Choices/0/Next`,
    /no state "X"/,
  ],
  [
    "a dangling Catch",
    task({ Catch: [{ ErrorEquals: ["E"], Next: "X" }] }),
    `${A}/Catch/0/Next`,
    /no state "X"/,
  ],
  [
    "a Next into another flow",
    map({ ItemProcessor: { StartAt: "P", States: { P: { Type: "Pass", Next: "A" } } } }),
    `${A}/ItemProcessor/States/P/Next`,
    /no state "A"/,
  ],
  [
    "states that cannot be reached",
    { StartAt: "A", States: { A: END, B: END } },
    "/States/B",
    /cannot be reached/,
  ],
  [
    "a machine without an end",
    { StartAt: "A", States: { A: { Type: "Pass", Next: "B" }, B: { Type: "Pass", Next: "A" } } },
    "",
    /ends the flow/,
  ],
  [
    "a branch without an end",
    one({
      Type: "Parallel",
      End: true,
      Branches: [{ StartAt: "P", States: { P: { Type: "Pass", Next: "P" } } }],
    }),
    `${A}/Branches/0`,
    /ends the flow/,
  ],
  [
    "a name used twice",
    map({ ItemProcessor: { StartAt: "A", States: { A: END } } }),
    `${A}/ItemProcessor/States/A`,
    /already used at \/States\/A/,
  ],
  [
    "a name of more than 80 characters",
    { StartAt: "x".repeat(81), States: { ["x".repeat(81)]: END } },
    `/States/${"x".repeat(81)}`,
    /80 characters/,
  ],
  ["neither Next nor End", one({ Type: "Pass" }), A, /neither Next nor End/],
  [
    "both Next and End",
    { StartAt: "A", States: { A: { Type: "Pass", Next: "B", End: true }, B: END } },
    A,
    /Next and End/,
  ],
  ["End: false", one({ Type: "Pass", End: false }), `${A}/End`, /must be true/],
  [
    "a Choice with Next",
    {
      StartAt: "A",
      States: {
        A: { ...((choice({ Variable: "$.x", IsNull: true })["States"] as Fields)["A"] as Fields), Next: "B" },
        B: END,
      },
    },
    `${A}/Next`,
    /not known/,
  ],
  ["a Succeed with End", one({ ...END, End: true }), `${A}/End`, /not known/],
  ["no Type", one({ End: true }), A, /Type is missing/],
  ["an unknown Type", one({ Type: "Loop", End: true }), `${A}/Type`, /Loop is not a state type/],
  ["a state that is no object", { StartAt: "A", States: { A: [] } }, A, /must be an object/],
  // Fields
  ["a Task without Resource", one({ Type: "Task", End: true }), A, /Resource is missing/],
  ["TimeoutSeconds 0", task({ TimeoutSeconds: 0 }), `${A}/TimeoutSeconds`, /from 1/],
  [
    "TimeoutSeconds twice",
    task({ TimeoutSeconds: 1, TimeoutSecondsPath: "$.t" }),
    A,
    /TimeoutSeconds and TimeoutSecondsPath/,
  ],
  [
    "a heartbeat as long as the timeout",
    task({ TimeoutSeconds: 5, HeartbeatSeconds: 5 }),
    `${A}/HeartbeatSeconds`,
    /smaller/,
  ],
  ["a Wait for nothing", wait({}), A, /how long/],
  [
    "a Wait for two things",
    wait({ Seconds: 1, Timestamp: "2026-01-01T00:00:00Z" }),
    A,
    /Seconds and Timestamp/,
  ],
  ["negative Seconds", wait({ Seconds: -1 }), `${A}/Seconds`, /from 0/],
  ["fractions of Seconds", wait({ Seconds: 0.5 }), `${A}/Seconds`, /integer/],
  ["Seconds as text", wait({ Seconds: "1" }), `${A}/Seconds`, /integer/],
  ["a Timestamp that is none", wait({ Timestamp: "2026-01-01" }), `${A}/Timestamp`, /RFC 3339/],
  ["Error and ErrorPath", one({ Type: "Fail", Error: "E", ErrorPath: "$.e" }), A, /Error and ErrorPath/],
  ["no Branches", one({ Type: "Parallel", End: true, Branches: [] }), `${A}/Branches`, /at least one/],
  ["a Map without ItemProcessor", one({ Type: "Map", End: true }), A, /ItemProcessor is missing/],
  ["negative MaxConcurrency", map({ MaxConcurrency: -1 }), `${A}/MaxConcurrency`, /from 0/],
  // Paths
  ["an InputPath without $", pass({ InputPath: "x" }), `${A}/InputPath`, /"\$" is missing/],
  ["an InputPath that is no text", pass({ InputPath: 1 }), `${A}/InputPath`, /a string/],
  ["a path that breaks off", pass({ InputPath: "$.a[" }), `${A}/InputPath`, /missing/],
  ["a path with an empty name", pass({ InputPath: "$.a..[" }), `${A}/InputPath`, /missing/],
  ["a string that is not closed", pass({ InputPath: "$['a" }), `${A}/InputPath`, /not closed/],
  ["a ResultPath to many nodes", pass({ ResultPath: "$.a[*]" }), `${A}/ResultPath`, /Reference Path/],
  [
    "a ResultPath to the context object",
    pass({ ResultPath: "$$.Execution.Id" }),
    `${A}/ResultPath`,
    /context object/,
  ],
  ["a ResultPath from the end", pass({ ResultPath: "$.a[-1]" }), `${A}/ResultPath`, /from the end/],
  ["an ItemsPath to many nodes", map({ ItemsPath: "$..a" }), `${A}/ItemsPath`, /Reference Path/],
  [
    "what the context object has not",
    params("$$.Execution.Owner"),
    `${A}/Parameters/v.$`,
    /no \$\$\.Execution\.Owner/,
  ],
  [
    "a token where there is none",
    task({ Parameters: { "t.$": "$$.Task.Token" } }),
    `${A}/Parameters/t.$`,
    /waitForTaskToken/,
  ],
  ["an item outside a Map", params("$$.Map.Item.Value"), `${A}/Parameters/v.$`, /only there in a Map/],
  [
    "an item in the ResultSelector of a Map",
    map({ ResultSelector: { "i.$": "$$.Map.Item.Index" } }),
    `${A}/ResultSelector/i.$`,
    /only there in a Map/,
  ],
  // Templates and intrinsics
  ["a .$ that is no text", pass({ Parameters: { "v.$": 1 } }), `${A}/Parameters/v.$`, /must be a string/],
  ["a .$ that is no path", params("text"), `${A}/Parameters/v.$`, /neither a path nor an intrinsic/],
  ["a name given twice", pass({ Parameters: { v: 1, "v.$": "$" } }), `${A}/Parameters/v.$`, /both/],
  [
    "a fault deep in a template",
    pass({ Parameters: { l: [{ "a/b~c.$": "$." }] } }),
    `${A}/Parameters/l/0/a~1b~0c.$`,
    /name is missing/,
  ],
  ["an unknown intrinsic", params("States.Reverse($.x)"), `${A}/Parameters/v.$`, /States\.Reverse is not/],
  ["too few arguments", params("States.ArrayLength()"), `${A}/Parameters/v.$`, /0 arguments/],
  ["too many arguments", params("States.UUID(1)"), `${A}/Parameters/v.$`, /1 arguments/],
  ["{} without an argument", params("States.Format('{} {}', $.x)"), `${A}/Parameters/v.$`, /2 \{\} for 1/],
  ["a call that is not closed", params("States.Format('x'"), `${A}/Parameters/v.$`, /"\)" is missing/],
  ["text after a call", params("States.UUID() x"), `${A}/Parameters/v.$`, /nothing may follow/],
  ["a backslash before a letter", params("States.Format('a\\n')"), `${A}/Parameters/v.$`, /backslash/],
  ["double quotes", params('States.Format("x")'), `${A}/Parameters/v.$`, /an argument is/],
  // Choices
  ["no Choices", one({ Type: "Choice", Choices: [] }), `${A}/Choices`, /at least one/],
  [
    "a rule without Next",
    one({ Type: "Choice", Choices: [{ Variable: "$.x", IsNull: true }] }),
    `${A}/Choices/0`,
    /Next is missing/,
  ],
  ["a rule without a comparison", is({}), `${A}/Choices/0`, /no comparison/],
  ["a rule with two comparisons", is({ IsNull: true, IsPresent: true }), `${A}/Choices/0`, /more than one/],
  ["a rule without Variable", choice({ IsNull: true }), `${A}/Choices/0`, /Variable is missing/],
  ["an unknown comparison", is({ StringContains: "x" }), `${A}/Choices/0/StringContains`, /not known/],
  ["StringMatchesPath", is({ StringMatchesPath: "$.y" }), `${A}/Choices/0/StringMatchesPath`, /not known/],
  ["a number for StringEquals", is({ StringEquals: 1 }), `${A}/Choices/0/StringEquals`, /1 is not/],
  ["text for NumericLessThan", is({ NumericLessThan: "1" }), `${A}/Choices/0/NumericLessThan`, /is not/],
  ["text for BooleanEquals", is({ BooleanEquals: "true" }), `${A}/Choices/0/BooleanEquals`, /is not/],
  ["text for IsNull", is({ IsNull: "true" }), `${A}/Choices/0/IsNull`, /true or false/],
  [
    "a date for TimestampEquals",
    is({ TimestampEquals: "2026-01-01" }),
    `${A}/Choices/0/TimestampEquals`,
    /RFC 3339/,
  ],
  ["a stray escape", is({ StringMatches: "a\\b" }), `${A}/Choices/0/StringMatches`, /backslash/],
  [
    "a Variable of many nodes",
    choice({ Variable: "$.x[*]", IsNull: true }),
    `${A}/Choices/0/Variable`,
    /Reference Path/,
  ],
  ["an empty And", choice({ And: [] }), `${A}/Choices/0/And`, /at least one/],
  [
    "a Next in a nested rule",
    choice({ Not: { Variable: "$.x", IsNull: true, Next: "B" } }),
    `${A}/Choices/0/Not/Next`,
    /outermost/,
  ],
  [
    "a fault in a nested rule",
    choice({ Or: [{ And: [{ Variable: "$.x" }] }] }),
    `${A}/Choices/0/Or/0/And/0`,
    /no comparison/,
  ],
  // Retry and Catch
  ["no ErrorEquals", task({ Retry: [{}] }), `${A}/Retry/0`, /ErrorEquals is missing/],
  ["an empty ErrorEquals", withRetry({ ErrorEquals: [] }), `${A}/Retry/0/ErrorEquals`, /at least one/],
  [
    "an unknown States. error",
    withRetry({ ErrorEquals: ["States.Oops"] }),
    `${A}/Retry/0/ErrorEquals`,
    /not a predefined/,
  ],
  [
    "States.ALL with others",
    withRetry({ ErrorEquals: ["E", "States.ALL"] }),
    `${A}/Retry/0/ErrorEquals`,
    /alone/,
  ],
  [
    "States.ALL before others",
    task({ Retry: [{ ErrorEquals: ["States.ALL"] }, { ErrorEquals: ["E"] }] }),
    `${A}/Retry/0/ErrorEquals`,
    /last/,
  ],
  ["IntervalSeconds 0", withRetry({ IntervalSeconds: 0 }), `${A}/Retry/0/IntervalSeconds`, /from 1/],
  ["negative MaxAttempts", withRetry({ MaxAttempts: -1 }), `${A}/Retry/0/MaxAttempts`, /from 0/],
  ["a BackoffRate under 1", withRetry({ BackoffRate: 0.5 }), `${A}/Retry/0/BackoffRate`, /at least 1/],
  [
    "a MaxDelaySeconds under the interval",
    withRetry({ IntervalSeconds: 5, MaxDelaySeconds: 5 }),
    `${A}/Retry/0/MaxDelaySeconds`,
    /greater/,
  ],
  [
    "an unknown JitterStrategy",
    withRetry({ JitterStrategy: "SOME" }),
    `${A}/Retry/0/JitterStrategy`,
    /FULL or NONE/,
  ],
  ["a Catch without Next", task({ Catch: [{ ErrorEquals: ["E"] }] }), `${A}/Catch/0`, /Next is missing/],
  ["unknown fields of a retrier", withRetry({ MaxRetries: 1 }), `${A}/Retry/0/MaxRetries`, /not known/],
];

describe("Definitions", () => {
  test.each(REFUSED)("refused when loaded: %s", (_, definition, place, problem) => {
    const problems = problemsOf(JSON.parse(JSON.stringify(definition)) as unknown);
    const there = problems.find((found) => found.place === place && problem.test(textOf(found)));
    expect(there, JSON.stringify(problems, null, 1)).toBeDefined();
    if (place.startsWith(A)) expect(there?.state).not.toBe("");
  });

  test("every problem is reported at once, with its place, in the message too", () => {
    const definition = {
      StartAt: "A",
      QueryLanguage: "JSONata",
      States: {
        A: { Type: "Task", Resource: "nobody", Next: "Missing", Assign: {} },
        "B/C": { Type: "Wait", End: true },
      },
    };
    const places = problemsOf(definition).map(({ place, state }) => [place, state]);
    expect(places).toEqual(
      expect.arrayContaining([
        ["/QueryLanguage", ""],
        ["/States/A/Resource", "A"],
        ["/States/A/Next", "A"],
        ["/States/A/Assign", "A"],
        ["/States/B~1C", "B/C"],
      ]),
    );
    expect(() => loadMachine("m", definition, [])).toThrow(
      /"m" cannot be run here[^]*\/States\/A\/Assign: .*not supported/,
    );
  });

  test("accepted: Comment anywhere, Version 1.0, QueryLanguage JSONPath, INLINE", () => {
    const Comment = "said";
    const definition = {
      Comment,
      Version: "1.0",
      QueryLanguage: "JSONPath",
      StartAt: "A",
      States: {
        A: {
          Comment,
          Type: "Map",
          ItemProcessor: {
            Comment,
            ProcessorConfig: { Mode: "INLINE" },
            StartAt: "P",
            States: { P: { ...END, Comment } },
          },
          Retry: [{ Comment, ErrorEquals: ["States.ALL"] }],
          Catch: [{ Comment, ErrorEquals: ["States.ALL"], Next: "B" }],
          Next: "B",
        },
        B: {
          Type: "Choice",
          Choices: [{ Comment, Not: { Comment, Variable: "$.x", IsPresent: true }, Next: "C" }],
          Default: "C",
        },
        C: {
          Type: "Task",
          Resource: "arn:gradus:verb:ask.waitForTaskToken",
          TimeoutSeconds: 9,
          HeartbeatSeconds: 3,
          End: true,
        },
      },
    };
    expect(problemsOf(definition)).toEqual([]);
  });
});

const textOf = ({ problem, use }: Problem): string => `${problem}${use === undefined ? "" : `; use ${use}`}`;
