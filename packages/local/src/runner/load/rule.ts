import { runtimeFault } from "../fault.ts";
import type { Json } from "../json.ts";
import { maybe, required } from "../path/compile.ts";
import type { Read } from "../scope.ts";
import type { Comparison } from "./comparison.ts";
import { COMPARISONS, TYPE_TESTS } from "./comparison.ts";
import { referenceField } from "./expression.ts";
import { Fields } from "./fields.ts";
import { compileGlob } from "./glob.ts";

const never: Read<boolean> = () => false;

/** One Choice Rule: And, Or, Not, or a comparison of a Variable (States Language, "Choice State"). */
export const loadRule = (fields: Fields): Read<boolean> => {
  if (fields.has("And"))
    return combine(fields, "And", (tests) => (scope) => tests.every((test) => test(scope)));
  if (fields.has("Or")) return combine(fields, "Or", (tests) => (scope) => tests.some((test) => test(scope)));
  if (fields.has("Not")) return negate(fields);
  return loadDataTest(fields);
};

const nested = (fields: Fields | undefined): Read<boolean> => {
  if (fields === undefined) return never;
  if (fields.has("Next")) {
    fields.get("Next");
    fields.place.at("Next").report("only the outermost rule has a Next");
  }
  const test = loadRule(fields);
  fields.finish();
  return test;
};

const combine = (
  fields: Fields,
  name: "And" | "Or",
  join: (tests: readonly Read<boolean>[]) => Read<boolean>,
): Read<boolean> => {
  const list = fields.array(name) ?? [];
  if (list.length === 0) fields.place.at(name).report("must hold at least one rule");
  return join(list.map((value, i) => nested(Fields.of(value, fields.place.at(name, i)))));
};

const negate = (fields: Fields): Read<boolean> => {
  const test = nested(Fields.of(fields.get("Not"), fields.place.at("Not")));
  return (scope) => !test(scope);
};

/** What a test makes of the variable; `variable` is undefined where the path finds nothing. */
type Test = (variable: Json | undefined, scope: Parameters<Read>[0]) => boolean;

const loadDataTest = (fields: Fields): Read<boolean> => {
  if (!fields.require("Variable")) return never;
  const path = referenceField(fields, "Variable");
  const tests = [...typeTests(fields), ...globTest(fields), ...comparisons(fields)];
  const [test] = tests;
  if (path === undefined) return never;
  if (test === undefined || tests.length > 1) {
    fields.place.report(
      test === undefined ? "no comparison is given" : "more than one comparison is given",
      "exactly one",
    );
    return never;
  }
  const read = maybe(path);
  const isPresence = fields.has("IsPresent");
  return (scope) => {
    const value = read(scope);
    if (value !== undefined || isPresence) return test(value, scope);
    throw runtimeFault(`The Variable ${path.text} finds nothing in the data; test it with IsPresent first`);
  };
};

const typeTests = (fields: Fields): Test[] =>
  Object.entries(TYPE_TESTS).flatMap(([name, holds]): Test[] => {
    const wanted = fields.boolean(name);
    return wanted === undefined ? [] : [(variable) => holds(variable) === wanted];
  });

const globTest = (fields: Fields): Test[] => {
  const pattern = fields.string("StringMatches");
  if (pattern === undefined) return [];
  const matches = compileGlob(pattern);
  if (matches === undefined) {
    fields.place.at("StringMatches").report("a backslash must come before * or another backslash");
    return [];
  }
  return [(variable) => typeof variable === "string" && matches(variable)];
};

const comparisons = (fields: Fields): Test[] =>
  COMPARISONS.flatMap((comparison): Test[] => {
    const test = loadComparison(fields, comparison);
    return test === undefined ? [] : [test];
  });

const loadComparison = (fields: Fields, { name, keyOf, holds }: Comparison): Test | undefined => {
  const path = referenceField(fields, `${name}Path`);
  if (path !== undefined) {
    const read = required(path, "States.Runtime");
    return (variable, scope) => {
      const [left, right] = [keyOf(variable), keyOf(read(scope))];
      return left !== undefined && right !== undefined && holds(left, right);
    };
  }
  const fixed = fields.get(name);
  if (fixed === undefined) return undefined;
  const right = keyOf(fixed);
  if (right === undefined) {
    const what = name.startsWith("Timestamp") ? "an RFC 3339 timestamp" : "of the type that its name says";
    fields.place.at(name).report(`${JSON.stringify(fixed)} is not ${what}`);
    return undefined;
  }
  return (variable) => {
    const left = keyOf(variable);
    return left !== undefined && holds(left, right);
  };
};
