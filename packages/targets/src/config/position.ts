import { isAlias, isMap, isNode, isScalar, isSeq, type Document, type LineCounter } from "yaml";
import type { Path } from "./problem.ts";

export interface Position {
  line: number;
  column: number;
}

/** Where in the text a path is: its value, its key, or, where it is not written, the nearest thing around it. */
export function createLocator(
  document: Document,
  lines: LineCounter,
): (path: Path, of?: "key" | "value") => Position {
  const at = (offset: number | undefined): Position => {
    const { line, col } = lines.linePos(offset ?? 0);
    return { line: Math.max(1, line), column: Math.max(1, col) };
  };
  return (path, of = "value") => {
    let node: unknown = document.contents;
    let offset = startOf(node);
    for (const [depth, key] of path.entries()) {
      if (isAlias(node)) node = node.resolve(document);
      if (isMap(node)) {
        const pair = node.items.find((item) => keyText(item.key) === String(key));
        if (!pair) break;
        const isLast = depth === path.length - 1;
        const value = startOf(pair.value);
        offset = ((isLast && of === "key") || value === undefined ? startOf(pair.key) : value) ?? offset;
        node = pair.value;
      } else if (isSeq(node)) {
        const item = node.items[Number(key)];
        if (item === undefined) break;
        offset = startOf(item) ?? offset;
        node = item;
      } else break;
    }
    return at(offset);
  };
}

const startOf = (node: unknown): number | undefined => (isNode(node) ? node.range?.[0] : undefined);
const keyText = (key: unknown): string => String(isScalar(key) ? key.value : key);
