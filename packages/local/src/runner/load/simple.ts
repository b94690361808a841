import { edge, inputOutput, resultPath, templateField, transition } from "./common.ts";
import { textField } from "./expression.ts";
import { Fields } from "./fields.ts";
import type { Loading } from "./loading.ts";
import type { ChoiceState, FailState, PassState, SucceedState } from "./machine.ts";
import { loadRule } from "./rule.ts";

/** Pass state (States Language, "Pass State"). */
export const loadPass = (fields: Fields, loading: Loading): PassState => ({
  type: "Pass",
  name: fields.place.state,
  ...inputOutput(fields),
  ...transition(fields, loading),
  parameters: templateField(fields, "Parameters"),
  result: fields.get("Result"),
  resultPath: resultPath(fields),
});

/** Succeed state (States Language, "Succeed State"). */
export const loadSucceed = (fields: Fields): SucceedState => ({
  type: "Succeed",
  name: fields.place.state,
  ...inputOutput(fields),
  next: undefined,
});

/** Fail state (States Language, "Fail State"). */
export const loadFail = (fields: Fields): FailState => {
  fields.exclusive("Error", "ErrorPath");
  fields.exclusive("Cause", "CausePath");
  const error = fields.string("Error");
  const cause = fields.string("Cause");
  return {
    type: "Fail",
    name: fields.place.state,
    input: ({ data }) => data,
    output: ({ data }) => data,
    next: undefined,
    error: error === undefined ? textField(fields, "ErrorPath") : () => error,
    cause: cause === undefined ? textField(fields, "CausePath") : () => cause,
  };
};

/** Choice state (States Language, "Choice State"). */
export const loadChoice = (fields: Fields, loading: Loading): ChoiceState => {
  fields.require("Choices");
  const list = fields.array("Choices") ?? [];
  if (fields.has("Choices") && list.length === 0)
    fields.place.at("Choices").report("must hold at least one rule");
  const rules = list.flatMap((value, i) => {
    const rule = Fields.of(value, fields.place.at("Choices", i));
    if (rule === undefined) return [];
    rule.require("Next");
    const next = rule.string("Next") ?? "";
    if (next !== "") edge(rule, loading, "Next", next);
    const test = loadRule(rule);
    rule.finish();
    return [{ test, next }];
  });
  const otherwise = fields.string("Default");
  if (otherwise !== undefined) edge(fields, loading, "Default", otherwise);
  return {
    type: "Choice",
    name: fields.place.state,
    ...inputOutput(fields),
    next: undefined,
    rules,
    otherwise,
  };
};
