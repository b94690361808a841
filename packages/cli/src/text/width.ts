const ESCAPE = /(\u001b\[[0-9;]*m)/;
/** East Asian wide and emoji, near enough for aligning columns. */
const WIDE =
  /[\u1100-\u115f\u2e80-\u303e\u3041-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6]|[\u{1f300}-\u{1faff}]/u;

const charWidth = (char: string): number => (/\p{Mn}/u.test(char) ? 0 : WIDE.test(char) ? 2 : 1);

/** Columns that a text takes on a terminal; colour codes take none. */
export const width = (text: string): number =>
  text.split(ESCAPE).reduce((sum, part) => sum + (part.startsWith("\u001b[") ? 0 : widthOf(part)), 0);

const widthOf = (text: string): number => Array.from(text).reduce((sum, char) => sum + charWidth(char), 0);

/** Cuts a text with colour codes to so many columns, the last of them an ellipsis. */
export function cut(text: string, columns: number): string {
  if (width(text) <= columns) return text;
  let left = Math.max(0, columns - 1);
  let out = "";
  for (const part of text.split(ESCAPE)) {
    if (part.startsWith("\u001b[")) {
      out += part;
      continue;
    }
    for (const char of Array.from(part)) {
      if (left < charWidth(char)) left = 0;
      else out += char;
      left -= charWidth(char);
      if (left < 0) break;
    }
    if (left < 0) break;
  }
  const reset = text.includes("\u001b[") ? "\u001b[0m" : "";
  return columns > 0 ? `${out}…${reset}` : "";
}

/** Fills up with blanks, or cuts, to exactly so many columns. */
export const fit = (text: string, columns: number): string => {
  const short = cut(text, columns);
  return short + " ".repeat(Math.max(0, columns - width(short)));
};
