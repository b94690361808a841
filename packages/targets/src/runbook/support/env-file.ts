import { parseEnvironmentFile } from "../../manager/process/environment-file.ts";

/** One change of a list of lines: at `at`, `removed` lines give way to `inserted`. */
export interface Edit {
  at: number;
  removed: number;
  inserted: string[];
}

export interface Rewritten {
  text: string;
  /** Makes the old text of the new one again. */
  back: Edit[];
}

/** The variable that a line sets; undefined for comments, blank lines and anything else. */
const nameOf = (line: string): string | undefined => parseEnvironmentFile(line).variables.keys().next().value;

/** Every variable that is set somewhere in the text. */
export const namesOf = (text: string): string[] => [...parseEnvironmentFile(text).variables.keys()];

/** The value that a service gets for a variable; undefined if no line sets it. */
export const valueIn = (text: string, name: string): string | undefined =>
  parseEnvironmentFile(text).variables.get(name);

/** Whether a line keeps a service from starting: neither assignment nor comment, or a name for the second time. */
export const isBroken = (text: string): boolean => parseEnvironmentFile(text).problems.length > 0;

/** Whether a variable is set more than once. */
export const isRepeated = (text: string, name: string): boolean =>
  text.split("\n").filter((line) => nameOf(line) === name).length > 1;

/** How a value is written so that it is read back as it is; undefined if no way of writing it does that. */
export function written(value: string): string | undefined {
  return [value, `"${value}"`, `'${value}'`].find(
    (raw) => !/[\r\n\0]/.test(raw) && valueIn(`X=${raw}`, "X") === value,
  );
}

/**
 * Gives a variable the raw text `value` (as it stands after the "="), or takes it out when it is undefined.
 * All lines of other variables, comments and blank lines stay byte for byte where they are. Where the name is set more than
 * once, with which no service starts, only the last line is kept: that one counts.
 */
export function setVariable(text: string, name: string, value: string | undefined): Rewritten {
  const places = text.split("\n").flatMap((line, at) => (nameOf(line) === name ? [at] : []));
  const last = places.at(-1);
  const added = value !== undefined && last === undefined ? `${name}=${value}` : undefined;
  return rewrite(text, added, (line, at) => {
    if (!places.includes(at)) return line;
    if (value === undefined || at !== last) return undefined;
    return `${line.slice(0, line.indexOf("=") + 1)}${value}${line.endsWith("\r") ? "\r" : ""}`;
  });
}

/** Turns what keeps a service from starting into comments: lines that are no assignment, and all but the last of equal names. */
export function repair(text: string): Rewritten {
  const lines = text.split("\n");
  const names = lines.map(nameOf);
  const broken = new Set(parseEnvironmentFile(text).problems.map((p) => p.line - 1));
  return rewrite(text, undefined, (line, at) => {
    const name = names[at];
    const isBad = name === undefined ? broken.has(at) : names.lastIndexOf(name) !== at;
    return isBad ? `# ${line}` : line;
  });
}

/** Line by line: the same, another, or (undefined) none; `added` comes at the end. */
function rewrite(
  text: string,
  added: string | undefined,
  change: (line: string, at: number) => string | undefined,
): Rewritten {
  const old = text.split("\n");
  const back: Edit[] = [];
  const lines: string[] = [];
  for (const [at, line] of old.entries()) {
    const now = change(line, at);
    if (now !== undefined) lines.push(now);
    if (now !== line) back.push({ at, removed: now === undefined ? 0 : 1, inserted: [line] });
  }
  if (added !== undefined) {
    const at = lines.at(-1) === "" ? lines.length - 1 : lines.length;
    lines.splice(at, 0, `${added}${lines[at - 1]?.endsWith("\r") ? "\r" : ""}`);
    back.push({ at, removed: 1, inserted: [] });
  }
  // A text with no line left is the empty text, which counts as one empty line.
  if (lines.length === 0) return { text: "", back: [{ at: 0, removed: 1, inserted: old }] };
  return { text: lines.join("\n"), back };
}

/** Makes the edits one after the other. */
export function applyEdits(text: string, edits: readonly Edit[]): string {
  const lines = text.split("\n");
  for (const { at, removed, inserted } of edits) lines.splice(at, removed, ...inserted);
  return lines.join("\n");
}
