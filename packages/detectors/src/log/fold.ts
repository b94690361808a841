/** One log entry: its first line, and the start of what is folded into it. */
export interface Entry {
  head: string;
  more: string;
}

const MAX_MORE = 2_000;
/** Frames, indented details, closing brackets, "... 12 more", separators: what belongs to the line above. */
const CONTINUATION = /^(?:\s|[}\])]|\.{3} \d+ more|\^+\s*$|~+\s*$|--- End of|Node\.js v\d)/;

/** Some loggers indent every line: a time or a level after the blanks begins an entry all the same. */
const INDENTED_ENTRY =
  /^\s{1,8}(?:\[?\d{4}[-/]\d{2}[-/]\d{2}|(?:FATAL|ERROR|WARN|WARNING|INFO|DEBUG|TRACE)\b)/;

/**
 * Folds the lines of stack traces into the line they belong to. `open`: an entry of the pass before may go on here,
 * so that leading continuation lines are its, and are dropped.
 */
export function fold(lines: readonly string[], open: boolean): Entry[] {
  const entries: Entry[] = [];
  let going = open;
  for (const line of lines) {
    if (line.trim() === "") continue;
    const last = entries.at(-1);
    if (going && CONTINUATION.test(line) && !INDENTED_ENTRY.test(line)) {
      if (last && last.more.length < MAX_MORE) last.more += `\n${line.slice(0, 500)}`;
      continue;
    }
    entries.push({ head: line, more: "" });
    going = true;
  }
  return entries;
}
