import type { Json } from "../json.ts";
import { equal } from "../json.ts";
import { select } from "./read.ts";
import type { Scanner } from "./scanner.ts";
import type { Filter, Segment } from "./segment.ts";

type Operand = (candidate: Json, root: Json) => Json | undefined;
/** Passed in, because paths hold filters and filters hold paths. */
type ScanSegments = (scanner: Scanner) => Segment[];

/** The expression of `[?(...)]`: comparisons of paths and literals, `&&`, `||`, `!` and parentheses. */
export const parseFilter = (scanner: Scanner, segments: ScanSegments): Filter => {
  const any = [parseAll(scanner, segments)];
  while (scanner.take("||")) any.push(parseAll(scanner, segments));
  return (candidate, root) => any.some((test) => test(candidate, root));
};

const parseAll = (scanner: Scanner, segments: ScanSegments): Filter => {
  const all = [parseTerm(scanner, segments)];
  while (scanner.take("&&")) all.push(parseTerm(scanner, segments));
  return (candidate, root) => all.every((test) => test(candidate, root));
};

const parseTerm = (scanner: Scanner, segments: ScanSegments): Filter => {
  scanner.space();
  if (scanner.take("!")) {
    const test = parseTerm(scanner, segments);
    return (candidate, root) => !test(candidate, root);
  }
  if (scanner.take("(")) {
    const test = parseFilter(scanner, segments);
    scanner.expect(")");
    scanner.space();
    return test;
  }
  return parseComparison(scanner, segments);
};

const parseComparison = (scanner: Scanner, segments: ScanSegments): Filter => {
  const left = parseOperand(scanner, segments);
  const operator = scanner.match(/==|!=|<=|>=|<|>/);
  if (operator === undefined) return (candidate, root) => left(candidate, root) !== undefined;
  scanner.space();
  const right = parseOperand(scanner, segments);
  return (candidate, root) => compare(operator, left(candidate, root), right(candidate, root));
};

const parseOperand = (scanner: Scanner, segments: ScanSegments): Operand => {
  const operand = scanOperand(scanner, segments);
  scanner.space();
  return operand;
};

const scanOperand = (scanner: Scanner, segments: ScanSegments): Operand => {
  const sign = scanner.match(/[@$]/);
  if (sign !== undefined) {
    const path = segments(scanner);
    return (candidate, root) => select(path, sign === "@" ? candidate : root, root)[0];
  }
  if (scanner.peek("'") || scanner.peek('"')) {
    const text = scanner.quoted(scanner.peek("'") ? "'" : '"').replaceAll(/\\(.)/gsu, (_, c: string) => c);
    return () => text;
  }
  const literal = scanner.match(/-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?|true|false|null/);
  if (literal === undefined) return scanner.fail("a path or a literal is missing in the filter");
  const value = JSON.parse(literal) as Json;
  return () => value;
};

const compare = (operator: string, left: Json | undefined, right: Json | undefined): boolean => {
  if (left === undefined || right === undefined) return operator === "!=" && left !== right;
  if (operator === "==") return equal(left, right);
  if (operator === "!=") return !equal(left, right);
  const ordered =
    (typeof left === "number" && typeof right === "number") ||
    (typeof left === "string" && typeof right === "string");
  if (!ordered) return false;
  if (operator === "<") return left < right;
  if (operator === "<=") return left <= right;
  return operator === ">" ? left > right : left >= right;
};
