import type { Json } from "../json.ts";
import type { Path } from "../path/segment.ts";
import { Fields } from "./fields.ts";
import type { Loading } from "./loading.ts";
import type { Catcher, Retrier } from "./machine.ts";

/** Names that start with `States.` are reserved (States Language, "Predefined Error Codes"). */
const RESERVED = new Set([
  "States.ALL",
  "States.BranchFailed",
  "States.DataLimitExceeded",
  "States.ExceedToleratedFailureThreshold",
  "States.HeartbeatTimeout",
  "States.IntrinsicFailure",
  "States.NoChoiceMatched",
  "States.ParameterPathFailure",
  "States.Permissions",
  "States.ResultPathMatchFailure",
  "States.Runtime",
  "States.TaskFailed",
  "States.Timeout",
]);

export const loadRetriers = (fields: Fields): Retrier[] => {
  const list = fields.array("Retry") ?? [];
  return list.flatMap((value, i) => {
    const retrier = Fields.of(value, fields.place.at("Retry", i));
    return retrier === undefined ? [] : [loadRetrier(retrier, i === list.length - 1)];
  });
};

const loadRetrier = (fields: Fields, isLast: boolean): Retrier => {
  const jitter = fields.string("JitterStrategy") ?? "NONE";
  if (jitter !== "NONE" && jitter !== "FULL") {
    fields.place.at("JitterStrategy").report(`${jitter} is not a strategy`, "FULL or NONE");
  }
  const retrier = {
    errors: errorEquals(fields, isLast),
    intervalSeconds: fields.integer("IntervalSeconds", 1) ?? 1,
    maxAttempts: fields.integer("MaxAttempts", 0) ?? 3,
    backoffRate: fields.number("BackoffRate", 1) ?? 2,
    maxDelaySeconds: fields.integer("MaxDelaySeconds", 1, 31_622_400) ?? Number.POSITIVE_INFINITY,
    hasFullJitter: jitter === "FULL",
  };
  if (retrier.maxDelaySeconds <= retrier.intervalSeconds) {
    fields.place.at("MaxDelaySeconds").report("must be greater than IntervalSeconds");
  }
  fields.finish();
  return retrier;
};

export const loadCatchers = (
  fields: Fields,
  loading: Loading,
  resultPath: (fields: Fields) => Path | null,
): Catcher[] => {
  const list = fields.array("Catch") ?? [];
  return list.flatMap((value, i) => {
    const catcher = Fields.of(value, fields.place.at("Catch", i));
    if (catcher === undefined) return [];
    catcher.require("Next");
    const next = catcher.string("Next") ?? "";
    if (next !== "")
      loading.edges.push({ from: fields.place.state, to: next, place: catcher.place.at("Next") });
    const loaded = {
      errors: errorEquals(catcher, i === list.length - 1),
      next,
      resultPath: resultPath(catcher),
    };
    catcher.finish();
    return [loaded];
  });
};

const errorEquals = (fields: Fields, isLast: boolean): string[] => {
  fields.require("ErrorEquals");
  const list: Json[] = fields.array("ErrorEquals") ?? [];
  const place = fields.place.at("ErrorEquals");
  const names = list.filter((name) => typeof name === "string");
  if (names.length < list.length) place.report("holds something that is not a string");
  if (fields.has("ErrorEquals") && list.length === 0) place.report("must name at least one error");
  for (const name of names) {
    if (name.startsWith("States.") && !RESERVED.has(name)) place.report(`${name} is not a predefined error`);
  }
  if (names.includes("States.ALL") && (names.length > 1 || !isLast)) {
    place.report("States.ALL must stand alone, and last in its list");
  }
  return names;
};
