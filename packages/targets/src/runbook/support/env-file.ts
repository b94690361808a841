import { parseEnvironmentFile } from "../../manager/process/environment-file.ts";

/** One change of a list of lines: at `at`, `removed` lines give way to `inserted`. */
export interface Edit {
  at: number;
  removed: number;
  inserted: string[];
}

/** The variable that a line sets; undefined for comments, blank lines and anything else. */
export const nameOf = (line: string): string | undefined =>
  parseEnvironmentFile(line).variables.keys().next().value;

/** Every variable that is set somewhere in the text. */
export const namesOf = (text: string): string[] => [...parseEnvironmentFile(text).variables.keys()];

/**
 * Gives a variable the raw text `value` (as it stands after the "="), or takes it out when it is undefined.
 * All other lines stay byte for byte where they are. Where a name is set more than once the last one counts, so that one is changed.
 * Returns the new text, and the edits that make the old text of it again.
 */
export function setVariable(
  text: string,
  name: string,
  value: string | undefined,
): { text: string; back: Edit[] } {
  const lines = text.split("\n");
  const places = lines.flatMap((line, at) => (nameOf(line) === name ? [at] : []));
  if (value === undefined) {
    const kept = lines.filter((_, at) => !places.includes(at));
    // A text with no line left is the empty text, which counts as one empty line.
    if (kept.length === 0) return { text: "", back: [{ at: 0, removed: 1, inserted: lines }] };
    return {
      text: kept.join("\n"),
      back: places.map((at) => ({ at, removed: 0, inserted: [lines[at] ?? ""] })),
    };
  }
  const last = places.at(-1);
  if (last !== undefined) {
    const old = lines[last] ?? "";
    const ending = old.endsWith("\r") ? "\r" : "";
    lines[last] = `${old.slice(0, old.indexOf("=") + 1)}${value}${ending}`;
    return { text: lines.join("\n"), back: [{ at: last, removed: 1, inserted: [old] }] };
  }
  const at = lines.at(-1) === "" ? lines.length - 1 : lines.length;
  lines.splice(at, 0, `${name}=${value}${lines[at - 1]?.endsWith("\r") ? "\r" : ""}`);
  return { text: lines.join("\n"), back: [{ at, removed: 1, inserted: [] }] };
}

/** Makes the edits one after the other. */
export function applyEdits(text: string, edits: readonly Edit[]): string {
  const lines = text.split("\n");
  for (const { at, removed, inserted } of edits) lines.splice(at, removed, ...inserted);
  return lines.join("\n");
}

/** The value that a service gets for a variable; undefined if no line sets it. */
export const valueIn = (text: string, name: string): string | undefined =>
  parseEnvironmentFile(text).variables.get(name);

/** How a value is written so that it is read back as it is; undefined if no way of writing it does that. */
export function written(value: string): string | undefined {
  return [value, `"${value}"`, `'${value}'`].find(
    (raw) => !/[\r\n\0]/.test(raw) && valueIn(`X=${raw}`, "X") === value,
  );
}

/** Turns lines that are neither assignment nor comment, with which no service starts, into comments. */
export function commentOut(text: string): { text: string; back: Edit[] } {
  const lines = text.split("\n");
  const back: Edit[] = [];
  for (const { line } of parseEnvironmentFile(text).problems) {
    const old = lines[line - 1];
    if (old === undefined || nameOf(old) !== undefined) continue;
    lines[line - 1] = `# ${old}`;
    back.push({ at: line - 1, removed: 1, inserted: [old] });
  }
  return { text: lines.join("\n"), back };
}
