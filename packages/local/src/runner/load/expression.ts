import { isIntrinsic, parseIntrinsic } from "../intrinsic/parse.ts";
import type { Json, JsonObject } from "../json.ts";
import { isObject, setMember } from "../json.ts";
import { required } from "../path/compile.ts";
import { parsePath } from "../path/parse.ts";
import type { Path } from "../path/segment.ts";
import { SyntaxFault } from "../path/segment.ts";
import type { Read } from "../scope.ts";
import type { Fields } from "./fields.ts";
import type { Place } from "./problem.ts";

const CONTEXT: Readonly<Record<string, readonly string[]>> = {
  Execution: ["Id", "Input", "Name", "StartTime"],
  Map: ["Item"],
  State: ["EnteredTime", "Name", "RetryCount"],
  StateMachine: ["Id", "Name"],
  Task: ["Token"],
};

/** Runs a parser; a syntax fault becomes a problem at this place. */
const guarded = <T>(place: Place, parse: () => T): T | undefined => {
  try {
    return parse();
  } catch (fault) {
    if (!(fault instanceof SyntaxFault)) throw fault;
    place.report(fault.message);
    return undefined;
  }
};

/** Reports paths into the context object that find nothing here. */
const checkContext = (place: Place, path: Path, hasToken: boolean): void => {
  const [first, second] = path.segments;
  if (path.root !== "context" || first === undefined) return;
  const known = first.kind === "member" ? CONTEXT[first.name] : Object.keys(CONTEXT);
  const misses = second?.kind === "member" && first.kind === "member" && !known?.includes(second.name);
  if (known === undefined || misses) {
    place.report(`the context object has no ${path.text}`);
  } else if (first.kind === "member" && first.name === "Task" && !hasToken) {
    place.report(
      `${path.text} is only there in the Parameters of a Task`,
      "a Resource ending in .waitForTaskToken",
    );
  } else if (first.kind === "member" && first.name === "Map" && !place.hasMapItem) {
    place.report(`${path.text} is only there in a Map state`);
  }
};

const readPathText = (place: Place, text: string, hasToken = false): Path | undefined => {
  const path = guarded(place, () => parsePath(text));
  if (path !== undefined) checkContext(place, path, hasToken);
  return path;
};

/** A Reference Path field, undefined when the field is absent or wrong. */
export const referenceField = (fields: Fields, name: string): Path | undefined => {
  const text = fields.string(name);
  if (text === undefined) return undefined;
  const place = fields.place.at(name);
  const path = readPathText(place, text);
  if (path === undefined || path.isReference) return path;
  place.report(`${text} must be a Reference Path, which finds one node at most`, "only .field and [index]");
  return undefined;
};

/** InputPath and OutputPath: a path, or null for {} (States Language, "Input and Output Processing"). */
export const filterField = (fields: Fields, name: "InputPath" | "OutputPath"): Read => {
  if (fields.get(name) === null) return () => ({});
  const text = fields.string(name);
  const path = text === undefined ? undefined : readPathText(fields.place.at(name), text);
  return path === undefined ? ({ data }) => data : required(path, "States.Runtime");
};

/** A path or an intrinsic, as it stands behind a name that ends in `.$`. */
const expression = (place: Place, text: string, hasToken: boolean): Read | undefined => {
  if (isIntrinsic(text)) {
    return guarded(place, () => parseIntrinsic(text, (path) => checkContext(place, path, hasToken)));
  }
  if (!text.startsWith("$")) {
    place.report(`${JSON.stringify(text)} is neither a path nor an intrinsic function`);
    return undefined;
  }
  const path = readPathText(place, text, hasToken);
  return path && required(path, "States.ParameterPathFailure");
};

/** A field that is a Reference Path or an intrinsic (ErrorPath, CausePath). */
export const textField = (fields: Fields, name: string): Read | undefined => {
  const text = fields.string(name);
  return text === undefined ? undefined : expression(fields.place.at(name), text, false);
};

/** A Payload Template (States Language, "Payload Template"): names that end in `.$` are replaced by what they read. */
export const template = (place: Place, value: Json, hasToken = false): Read => {
  if (Array.isArray(value)) {
    const items = value.map((item, i) => template(place.at(i), item, hasToken));
    return (scope) => items.map((read) => read(scope));
  }
  if (!isObject(value)) return () => value;
  const members = Object.entries(value).map(([key, part]): readonly [string, Read] => {
    const here = place.at(key);
    if (!key.endsWith(".$")) return [key, template(here, part, hasToken)];
    const name = key.slice(0, -2);
    if (Object.hasOwn(value, name)) here.report(`both ${name} and ${key} are given`, "one of them");
    if (typeof part !== "string") here.report("must be a string that holds a path or an intrinsic function");
    const read = typeof part === "string" ? expression(here, part, hasToken) : undefined;
    return [name, read ?? (() => null)];
  });
  return (scope) => {
    const result: JsonObject = {};
    for (const [name, read] of members) setMember(result, name, read(scope));
    return result;
  };
};
