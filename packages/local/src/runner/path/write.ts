import { StateFailure } from "../fault.ts";
import type { Json } from "../json.ts";
import { isObject, member, setMember } from "../json.ts";
import type { Path, Segment } from "./segment.ts";

/**
 * Puts `value` where a ResultPath points, without changing `root`. Missing objects are made on the way; what is
 * not an object or array there, or an element that does not exist, is States.ResultPathMatchFailure
 * (States Language, "Input and Output Processing").
 */
export const writePath = (path: Path, root: Json, value: Json): Json => put(path, path.segments, root, value);

const put = (path: Path, segments: readonly Segment[], node: Json | undefined, value: Json): Json => {
  const [segment, ...rest] = segments;
  if (segment === undefined) return value;
  if (segment.kind === "index") {
    if (!Array.isArray(node) || segment.index >= node.length) return mismatch(path, node);
    return node.map((item, i) => (i === segment.index ? put(path, rest, item, value) : item));
  }
  if (segment.kind !== "member" || (node !== undefined && !isObject(node))) return mismatch(path, node);
  const copy = node === undefined ? {} : { ...node };
  setMember(copy, segment.name, put(path, rest, node && member(node, segment.name), value));
  return copy;
};

const mismatch = (path: Path, node: Json | undefined): never => {
  const what = Array.isArray(node) ? "an array" : node === null ? "null" : typeof node;
  throw new StateFailure(
    "States.ResultPathMatchFailure",
    `ResultPath ${path.text} cannot be applied to the input: it meets ${what}`,
  );
};
