import type { Host } from "@gradus/core";

/** What stood before an offset when it was taken: if it is not there any more, the file was emptied or replaced. */
interface Mark {
  from: number;
  text: string;
}

/** A position in a file, always at the start of a line. */
export interface Position {
  offset: number;
  mark: Mark;
  /** Within a line that is too long to be kept: everything up to its end is dropped. */
  broken?: true;
}

export interface Chunk {
  lines: string[];
  position: Position;
  skippedBytes: number;
  /** The text after the last line end. */
  rest: string;
}

const MARK_BYTES = 96;
export const START: Position = { offset: 0, mark: { from: 0, text: "" } };

/**
 * Reads complete lines from a position up to `size`, at most `maxBytes` of them: what is more is skipped from the start.
 * Undefined: what stood before the position has changed. The last, unfinished line is left for the next time.
 */
export async function readLines(
  host: Host,
  path: string,
  position: Position,
  size: number,
  maxBytes: number,
): Promise<Chunk | undefined> {
  const { mark } = position;
  const skip = size - position.offset > maxBytes;
  if (skip && !(await isUnchanged(host, path, position))) return undefined;
  const start = skip ? size - maxBytes : position.offset;
  const from = skip ? start : mark.from;
  const raw = await host.readFile(path, { offset: from, maxBytes: size - from });
  if (raw === undefined || (!skip && !raw.startsWith(mark.text))) return undefined;
  const text = skip ? raw : raw.slice(mark.text.length);
  const end = text.lastIndexOf("\n") + 1;
  const head = text.slice(0, end);
  const rest = text.slice(end);
  if (end === 0 && size - start >= maxBytes) {
    // One line fills all that is read at once: nobody needs the rest of it.
    const at = await positionAt(host, path, size);
    const lines = position.broken || skip ? [] : [text];
    return { lines, position: { ...at, broken: true }, skippedBytes: start - position.offset, rest: "" };
  }
  const lines = head === "" ? [] : head.slice(0, -1).split("\n");
  if ((skip || position.broken) && lines.length > 0) lines.shift();
  const next = start + (await byteLength(host, path, { start, bytes: size - start, head, rest }));
  const moved = next === position.offset && !skip ? position : await positionAt(host, path, next);
  return {
    lines: lines.map((line) => (line.endsWith("\r") ? line.slice(0, -1) : line)),
    position: moved,
    skippedBytes: start - position.offset,
    rest,
  };
}

/** A position with the mark that stands before it. */
export async function positionAt(host: Host, path: string, offset: number): Promise<Position> {
  const from = Math.max(0, offset - MARK_BYTES);
  const text = offset === 0 ? "" : await host.readFile(path, { offset: from, maxBytes: offset - from });
  return { offset, mark: { from, text: text ?? "" } };
}

export async function isUnchanged(host: Host, path: string, { offset, mark }: Position): Promise<boolean> {
  if (mark.text === "") return true;
  return (await host.readFile(path, { offset: mark.from, maxBytes: offset - mark.from })) === mark.text;
}

/**
 * How many bytes `head` took in the file. Text that is not UTF-8 comes with replacement characters, which stand for
 * one to three bytes each: then the last line end is searched for in the few places where it can be.
 */
async function byteLength(
  host: Host,
  path: string,
  read: { start: number; bytes: number; head: string; rest: string },
): Promise<number> {
  const { start, bytes, head, rest } = read;
  if (!head.includes("\ufffd")) return Buffer.byteLength(head);
  const restBytes = Buffer.byteLength(rest);
  const unsure = 2 * (rest.split("\ufffd").length - 1);
  if (unsure === 0) return bytes - restBytes;
  for (let more = unsure; more >= 0; more -= 1) {
    const length = bytes - restBytes + more;
    const before = await host.readFile(path, { offset: start + length - 1, maxBytes: 1 });
    if (before === "\n") return length;
  }
  return bytes - restBytes;
}
