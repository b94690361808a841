import { parseFilter } from "./filter.ts";
import { Scanner } from "./scanner.ts";
import type { Path, Segment } from "./segment.ts";
import { SyntaxFault } from "./segment.ts";

const NAME = /[^\s.[\]()'"*?@,:&|!=<>$\\`{}]+/;

/** Parses a JSONPath that starts with `$` (the data) or `$$` (the context object). Throws SyntaxFault. */
export const parsePath = (text: string): Path => {
  const scanner = new Scanner(text);
  const path = scanPath(scanner);
  if (!scanner.isDone) scanner.fail("not a path from here");
  return path;
};

/** Scans the longest path at the cursor. */
export const scanPath = (scanner: Scanner): Path => {
  const start = scanner.at;
  scanner.expect("$");
  const root = scanner.take("$") ? "context" : "data";
  if (scanner.match(NAME) !== undefined) {
    throw new SyntaxFault(
      `${JSON.stringify(scanner.text)} reads a workflow variable, which is not supported; pass the value on in the state's data`,
    );
  }
  const segments = scanSegments(scanner);
  return {
    text: scanner.text.slice(start, scanner.at),
    root,
    segments,
    isReference: segments.every(({ kind }) => kind === "member" || kind === "index"),
  };
};

/** The segments after `$`, `$$` or `@`. */
const scanSegments = (scanner: Scanner): Segment[] => {
  const segments: Segment[] = [];
  for (;;) {
    if (scanner.take("..")) {
      segments.push({ kind: "descend" });
      segments.push(scanner.take("[") ? scanBracket(scanner) : scanName(scanner));
    } else if (scanner.take(".")) segments.push(scanName(scanner));
    else if (scanner.take("[")) segments.push(scanBracket(scanner));
    else return segments;
  }
};

const scanName = (scanner: Scanner): Segment => {
  if (scanner.take("*")) return { kind: "wildcard" };
  const name = scanner.match(NAME);
  if (name === undefined) return scanner.fail("a field name is missing");
  if (scanner.peek("(")) {
    return scanner.fail(
      `the path function ${name}() is not supported; use an intrinsic such as States.ArrayLength`,
    );
  }
  return { kind: "member", name };
};

const scanBracket = (scanner: Scanner): Segment => {
  scanner.space();
  const segment = scanInside(scanner);
  scanner.space();
  scanner.expect("]");
  return segment;
};

const scanInside = (scanner: Scanner): Segment => {
  if (scanner.take("*")) return { kind: "wildcard" };
  if (scanner.take("?")) {
    scanner.expect("(");
    const test = parseFilter(scanner, scanSegments);
    scanner.expect(")");
    return { kind: "filter", test };
  }
  if (scanner.peek("'") || scanner.peek('"')) return scanNames(scanner);
  return scanNumbers(scanner);
};

const scanNames = (scanner: Scanner): Segment => {
  const keys: string[] = [];
  do {
    scanner.space();
    const quote = scanner.peek('"') ? '"' : "'";
    if (!scanner.peek(quote)) scanner.fail("a quoted field name is missing");
    keys.push(scanner.quoted(quote).replaceAll(/\\(.)/gsu, (_, char: string) => char));
    scanner.space();
  } while (scanner.take(","));
  const [only] = keys;
  return keys.length === 1 && only !== undefined ? { kind: "member", name: only } : { kind: "union", keys };
};

const scanNumbers = (scanner: Scanner): Segment => {
  const first = scanInteger(scanner);
  scanner.space();
  if (scanner.take(":")) {
    const to = scanInteger(scanner);
    const step = scanner.take(":") ? (scanInteger(scanner) ?? 1) : 1;
    if (step <= 0) scanner.fail("the step of a slice must be positive");
    return { kind: "slice", from: first, to, step };
  }
  if (first === null) return scanner.fail("an index, a name, a slice or a filter is missing");
  const keys = [first];
  while (scanner.take(",")) keys.push(scanInteger(scanner) ?? scanner.fail("an index is missing"));
  return keys.length === 1 ? { kind: "index", index: first } : { kind: "union", keys };
};

const scanInteger = (scanner: Scanner): number | null => {
  scanner.space();
  const digits = scanner.match(/-?\d+/);
  scanner.space();
  return digits === undefined ? null : Number(digits);
};
