import { runtimeFault } from "../fault.ts";
import { required } from "../path/compile.ts";
import type { Path } from "../path/segment.ts";
import { parseTimestamp } from "../timestamp.ts";
import { inputOutput, transition } from "./common.ts";
import { referenceField } from "./expression.ts";
import type { Fields } from "./fields.ts";
import type { Loading } from "./loading.ts";
import type { WaitState } from "./machine.ts";

const WAYS = ["Seconds", "SecondsPath", "Timestamp", "TimestampPath"] as const;

/** Wait state (States Language, "Wait State"). */
export const loadWait = (fields: Fields, loading: Loading): WaitState => {
  fields.exclusive(...WAYS);
  if (!WAYS.some((name) => fields.has(name))) {
    fields.place.report("does not say how long to wait", `one of ${WAYS.join(", ")}`);
  }
  return {
    type: "Wait",
    name: fields.place.state,
    ...inputOutput(fields),
    ...transition(fields, loading),
    until: loadUntil(fields),
  };
};

const loadUntil = (fields: Fields): WaitState["until"] => {
  const seconds = fields.integer("Seconds", 0);
  if (seconds !== undefined) return (_, enteredAt) => enteredAt + seconds * 1000;
  const timestamp = fields.string("Timestamp");
  if (timestamp !== undefined) {
    const at = parseTimestamp(timestamp);
    if (at === undefined) fields.place.at("Timestamp").report(`${timestamp} is not an RFC 3339 timestamp`);
    return () => at ?? 0;
  }
  const secondsPath = referenceField(fields, "SecondsPath");
  const timestampPath = referenceField(fields, "TimestampPath");
  if (secondsPath !== undefined) return untilSeconds(secondsPath);
  return timestampPath === undefined ? () => 0 : untilTimestamp(timestampPath);
};

const untilSeconds = (path: Path): WaitState["until"] => {
  const read = required(path, "States.Runtime");
  return (scope, enteredAt) => {
    const value = read(scope);
    if (Number.isInteger(value) && Number(value) >= 0) return enteredAt + Number(value) * 1000;
    throw runtimeFault(
      `SecondsPath ${path.text} must select an integer of at least 0, not ${JSON.stringify(value)}`,
    );
  };
};

const untilTimestamp = (path: Path): WaitState["until"] => {
  const read = required(path, "States.Runtime");
  return (scope) => {
    const value = read(scope);
    const at = typeof value === "string" ? parseTimestamp(value) : undefined;
    if (at !== undefined) return at;
    throw runtimeFault(
      `TimestampPath ${path.text} must select an RFC 3339 timestamp, not ${JSON.stringify(value)}`,
    );
  };
};
