import type { Json } from "../json.ts";
import { required } from "../path/compile.ts";
import { scanPath } from "../path/parse.ts";
import { Scanner } from "../path/scanner.ts";
import type { Path } from "../path/segment.ts";
import { SyntaxFault } from "../path/segment.ts";
import type { Read } from "../scope.ts";
import { arrays } from "./arrays.ts";
import { format, splitTemplate } from "./format.ts";
import { intrinsicFault } from "./function.ts";
import { numbers } from "./numbers.ts";
import { texts } from "./texts.ts";

const FUNCTIONS = { ...arrays, ...texts, ...numbers };
const INTRINSICS: readonly string[] = ["States.Format", ...Object.keys(FUNCTIONS)];

export const isIntrinsic = (source: string): boolean => source.trimStart().startsWith("States.");

interface Argument {
  readonly read: Read;
  /** The raw text of a string literal, which States.Format reads as a template. */
  readonly literal?: string;
}

/**
 * Compiles an intrinsic call (States Language, "Intrinsic Functions"). `see` is told every path in it.
 * Throws SyntaxFault.
 */
export const parseIntrinsic = (source: string, see: (path: Path) => void): Read => {
  const scanner = new Scanner(source);
  scanner.space();
  const read = scanCall(scanner, see);
  scanner.space();
  if (!scanner.isDone) scanner.fail("nothing may follow the call");
  return read;
};

const scanCall = (scanner: Scanner, see: (path: Path) => void): Read => {
  const name = scanner.match(/States\.[A-Za-z0-9]+/);
  if (name === undefined || !INTRINSICS.includes(name)) {
    throw new SyntaxFault(
      `${name ?? scanner.text} is not an intrinsic function; there are ${INTRINSICS.join(", ")}`,
    );
  }
  const args = scanArguments(scanner, see);
  return name === "States.Format" ? compileFormat(args) : compileCall(name, args);
};

const scanArguments = (scanner: Scanner, see: (path: Path) => void): Argument[] => {
  const args: Argument[] = [];
  scanner.expect("(");
  scanner.space();
  if (scanner.take(")")) return args;
  do {
    scanner.space();
    args.push(scanArgument(scanner, see));
    scanner.space();
  } while (scanner.take(","));
  scanner.expect(")");
  return args;
};

const scanArgument = (scanner: Scanner, see: (path: Path) => void): Argument => {
  if (scanner.peek("$")) {
    const path = scanPath(scanner);
    see(path);
    return { read: required(path, "States.ParameterPathFailure") };
  }
  if (scanner.peek("'")) {
    const literal = scanner.quoted("'");
    if (/(?:^|[^\\])(?:\\\\)*\\[^\\'{}]/su.test(literal)) {
      scanner.fail("a backslash must come before ', \\, { or }");
    }
    const value = literal.replaceAll(/\\(.)/gsu, (_, char: string) => char);
    return { read: () => value, literal };
  }
  if (scanner.peek("States.")) return { read: scanCall(scanner, see) };
  const token = scanner.match(/-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?|true|false|null/);
  if (token === undefined)
    return scanner.fail("an argument is a path, a 'string', a number, true, false, null or a call");
  const value = JSON.parse(token) as Json;
  return { read: () => value };
};

const compileCall = (name: string, args: readonly Argument[]): Read => {
  const intrinsic = FUNCTIONS[name];
  if (intrinsic === undefined) throw new SyntaxFault(`${name} is not an intrinsic function`);
  if (args.length < intrinsic.least || args.length > intrinsic.most) {
    throw new SyntaxFault(`${name} does not take ${args.length} arguments`);
  }
  return (scope) =>
    intrinsic.apply(
      args.map(({ read }) => read(scope)),
      scope.random,
    );
};

const compileFormat = (args: readonly Argument[]): Read => {
  const [template, ...rest] = args;
  if (template === undefined) throw new SyntaxFault("States.Format needs a template");
  const fixed = template.literal === undefined ? undefined : splitTemplate(template.literal);
  if (fixed !== undefined && fixed.length - 1 !== rest.length) {
    throw new SyntaxFault(`States.Format has ${fixed.length - 1} {} for ${rest.length} arguments`);
  }
  return (scope) => {
    const parts = fixed ?? splitData(template.read(scope));
    return format(
      parts,
      rest.map(({ read }) => read(scope)),
    );
  };
};

/** A template that comes with the data keeps all its characters but `{}`. */
const splitData = (value: Json): string[] => {
  if (typeof value !== "string") throw intrinsicFault("the template of States.Format must be a string");
  return value.split("{}");
};
