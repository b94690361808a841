import { StateFailure } from "../fault.ts";
import type { Json } from "../json.ts";
import type { Read, Scope } from "../scope.ts";
import { readPath } from "./read.ts";
import type { Path } from "./segment.ts";

/** A reader that gives undefined where nothing is found. */
export const maybe =
  (path: Path): Read<Json | undefined> =>
  (scope: Scope) =>
    readPath(path, path.root === "context" ? scope.context() : scope.data);

/** A reader that fails with `error` where nothing is found. */
export const required = (path: Path, error: string): Read => {
  const read = maybe(path);
  return (scope) => {
    const value = read(scope);
    if (value !== undefined) return value;
    throw new StateFailure(
      error,
      `The path ${path.text} finds nothing in ${path.root === "context" ? "the context object" : "the data"}`,
    );
  };
};
