/** One thing that is wrong (or, as a warning, doubtful) in the file of targets. Lines and columns count from 1. */
export interface ConfigProblem {
  file: string;
  line: number;
  column: number;
  /** Such as `targets[2].health[0].url`; empty for the file as a whole. */
  path: string;
  found: string;
  expected: string;
  /** "did you mean …" */
  hint?: string;
}

export const formatProblem = (p: ConfigProblem): string =>
  `${p.file}:${p.line}:${p.column}: ${p.path === "" ? "" : `${p.path}: `}found ${p.found}, expected ${p.expected}${
    p.hint === undefined ? "" : ` (${p.hint})`
  }`;

export type Path = ReadonlyArray<string | number>;

export const formatPath = (path: Path): string =>
  path.reduce<string>(
    (text, key) =>
      typeof key === "number"
        ? `${text}[${key}]`
        : text === ""
          ? printable(key)
          : `${text}.${printable(key)}`,
    "",
  );

const printable = (key: string): string =>
  /^[\w.-]{1,80}$/.test(key) ? key : JSON.stringify(key.slice(0, 80));
