import type { Path } from "../path/segment.ts";
import type { Read } from "../scope.ts";
import { filterField, referenceField, template } from "./expression.ts";
import type { Fields } from "./fields.ts";
import type { Loading } from "./loading.ts";
import { loadCatchers, loadRetriers } from "./recovery.ts";

/** The whole input: the ResultPath `$`. */
const WHOLE: Path = { text: "$", root: "data", segments: [], isReference: true };

export const inputOutput = (fields: Fields): { input: Read; output: Read } => ({
  input: filterField(fields, "InputPath"),
  output: filterField(fields, "OutputPath"),
});

/** Exactly one of Next and End: true (States Language, "Transitions"). */
export const transition = (fields: Fields, loading: Loading): { next: string | undefined } => {
  fields.exclusive("Next", "End");
  const next = fields.string("Next");
  if (next !== undefined) edge(fields, loading, "Next", next);
  const end = fields.boolean("End");
  if (end === false) fields.place.at("End").report("must be true", "Next, or End: true");
  if (!fields.has("Next") && !fields.has("End"))
    fields.place.report("neither Next nor End is given", "one of them");
  return { next };
};

export const edge = (fields: Fields, loading: Loading, field: string, to: string): void => {
  loading.edges.push({ from: fields.place.state, to, place: fields.place.at(field) });
};

/** ResultPath: a Reference Path into the data with indexes from 0, or null. */
export const resultPath = (fields: Fields): Path | null => {
  if (fields.get("ResultPath") === null) return null;
  const path = referenceField(fields, "ResultPath");
  if (path === undefined) return WHOLE;
  const place = fields.place.at("ResultPath");
  if (path.root === "context")
    place.report("cannot write to the context object", "a path that starts with $.");
  if (path.segments.some((segment) => segment.kind === "index" && segment.index < 0)) {
    place.report("cannot count from the end of an array", "an index from 0");
  }
  return path;
};

export const templateField = (fields: Fields, name: string, hasToken = false): Read | undefined => {
  const value = fields.get(name);
  return value === undefined ? undefined : template(fields.place.at(name), value, hasToken);
};

/** A field in seconds or counts, or its variant that reads it from the input; never both. */
export const numberOrPath = (
  fields: Fields,
  name: string,
  range: { readonly least: number },
): { fixed: number | undefined; path: Path | undefined } => {
  fields.exclusive(name, `${name}Path`);
  return { fixed: fields.integer(name, range.least), path: referenceField(fields, `${name}Path`) };
};

/** What Task, Parallel and Map have in common. */
export const working = (fields: Fields, loading: Loading) => ({
  name: fields.place.state,
  ...inputOutput(fields),
  ...transition(fields, loading),
  selector: templateField(fields, "ResultSelector"),
  resultPath: resultPath(fields),
  retriers: loadRetriers(fields),
  catchers: loadCatchers(fields, loading, resultPath),
});
