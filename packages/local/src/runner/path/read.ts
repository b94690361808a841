import type { Json } from "../json.ts";
import { isObject, member } from "../json.ts";
import type { Path, Segment } from "./segment.ts";

/** What a path finds: the node of a Reference Path or undefined; the array of matches of any other path. */
export const readPath = (path: Path, root: Json): Json | undefined => {
  const found = select(path.segments, root, root);
  return path.isReference ? found[0] : found;
};

export const select = (segments: readonly Segment[], from: Json, root: Json): Json[] =>
  segments.reduce<Json[]>((nodes, segment) => nodes.flatMap((node) => step(segment, node, root)), [from]);

/** flatMap flattens one level, so each match comes wrapped in the array that is returned here. */
const step = (segment: Segment, node: Json, root: Json): Json[] => {
  switch (segment.kind) {
    case "member":
      return at(node, segment.name);
    case "index":
      return at(node, segment.index);
    case "union":
      return segment.keys.flatMap((key) => at(node, key));
    case "wildcard":
      return children(node);
    case "slice":
      return slice(node, segment.from, segment.to, segment.step);
    case "descend":
      return [node, ...children(node).flatMap((child) => step(segment, child, root))];
    case "filter":
      return children(node).filter((child) => segment.test(child, root));
    default:
      return segment satisfies never;
  }
};

const at = (node: Json, key: string | number): Json[] => {
  let found: Json | undefined;
  if (typeof key === "string") found = isObject(node) ? member(node, key) : undefined;
  else found = Array.isArray(node) ? node.at(key) : undefined;
  return found === undefined ? [] : [found];
};

const children = (node: Json): Json[] => {
  if (Array.isArray(node)) return node;
  return isObject(node) ? Object.values(node) : [];
};

const slice = (node: Json, from: number | null, to: number | null, by: number): Json[] => {
  if (!Array.isArray(node)) return [];
  return node.slice(from ?? 0, to ?? node.length).filter((_, i) => i % by === 0);
};
