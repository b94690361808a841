import { cut, fit, width } from "../text/width.ts";
import type { Row } from "./rows.ts";

const INDENT = "  ";
const GAP = "  ";
/** The text column is never squeezed below this: then what stands at the right edge goes first. */
const LEAST_TEXT = 16;

/** Rows as lines of at most so many columns: the left cells aligned, the text cut, the rest at the right edge. */
export function align(rows: readonly Row[], columns: number): string[] {
  const leftColumns = Math.max(0, ...rows.map((r) => r.left.length));
  const widths = Array.from({ length: leftColumns }, (_, c) =>
    Math.max(0, ...rows.map((r) => width(r.left[c] ?? ""))),
  );
  const rightWidth = Math.max(0, ...rows.map((r) => width(r.right)));
  const leftWidth = INDENT.length + widths.reduce((sum, w) => sum + w + GAP.length, 0);
  const hasRoom = columns - leftWidth - rightWidth - GAP.length >= LEAST_TEXT;
  const textWidth = Math.max(0, columns - leftWidth - (hasRoom ? rightWidth + GAP.length : 0));
  return rows.map((row) => {
    const left = INDENT + row.left.map((cell, c) => fit(cell, widths[c] ?? 0) + GAP).join("");
    const line = hasRoom
      ? `${left}${fit(row.text, textWidth)}${GAP}${" ".repeat(Math.max(0, rightWidth - width(row.right)))}${row.right}`
      : left + cut(row.text, textWidth);
    return cut(line.trimEnd(), columns);
  });
}

/** Words wrapped to lines of at most so many columns; a word that is longer is cut. */
export function wrap(text: string, columns: number, most: number): string[] {
  const lines: string[] = [];
  let line = "";
  for (const word of text.split(" ")) {
    const longer = line === "" ? word : `${line} ${word}`;
    if (width(longer) <= columns) {
      line = longer;
      continue;
    }
    if (line !== "") lines.push(line);
    line = cut(word, columns);
  }
  lines.push(line);
  if (lines.length <= most) return lines;
  return [...lines.slice(0, most - 1), cut(`${lines.slice(most - 1).join(" ")}…`, columns)];
}
