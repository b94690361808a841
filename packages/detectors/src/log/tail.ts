import type { Host } from "@gradus/core";
import type { Chunk, Position } from "./chunk.ts";
import { isUnchanged, positionAt, readLines, START } from "./chunk.ts";
import type { Found } from "./rotated.ts";
import { findRotated, rotatedAfter, statFile } from "./rotated.ts";

export interface TailState {
  /** Absent: the log was not there at the first look; all that comes is new. */
  inode?: number;
  position: Position;
  /** The file before a rotation by rename: its writer may go on with it for a while. */
  old?: { inode: number; position: Position; since: number; read: number[] };
}

export interface Tailed {
  state: TailState;
  lines: string[];
  /** Lines that were there before the first look. */
  context: string[];
  skippedBytes: number;
  missing: boolean;
}

export interface TailLimits {
  /** Bytes read from one file in one pass. */
  maxBytes: number;
  /** Bytes of an existing log that are read for context at the first look. */
  contextBytes: number;
}

const LIMITS: TailLimits = { maxBytes: 2 * 1_048_576, contextBytes: 65_536 };
/** A writer that was not told of the rotation within this time is not waited for. */
const FOLLOW_MS = 60_000;

/** Every complete line since the last pass, once, over rotation by rename or copy and over truncation. */
export async function tail(
  host: Host,
  path: string,
  before: TailState | undefined,
  now: number,
  limits: TailLimits = LIMITS,
): Promise<Tailed> {
  const file = await statFile(host, path);
  if (!before) return await firstLook(host, file, limits);
  const reader = new Reader(host, limits);
  const state: TailState = { ...before };
  if (state.old) await followOld(reader, path, state, state.old, now);
  if (!file) {
    if (state.inode !== undefined) await leave(reader, path, state, state.inode, now);
    return { ...reader.result(), state, context: [], missing: true };
  }
  if (state.inode !== undefined && file.stat.inode !== state.inode) {
    await leave(reader, path, state, state.inode, now);
  }
  if (state.inode === undefined) state.position = START;
  state.inode = file.stat.inode;
  let next = await reader.read(file, state.position);
  if (!next) {
    await readCopy(reader, path, state.position);
    next = await reader.read(file, START);
  }
  // Emptied once more while it was read: what is in it comes with the next pass.
  state.position = next ?? START;
  return { ...reader.result(), state, context: [], missing: false };
}

async function firstLook(host: Host, file: Found | undefined, limits: TailLimits): Promise<Tailed> {
  const none = { lines: [], context: [], skippedBytes: 0 };
  if (!file) return { ...none, state: { position: START }, missing: true };
  const { size, inode } = file.stat;
  const from = Math.max(0, size - limits.contextBytes);
  const start = from === 0 ? START : await positionAt(host, file.path, from);
  const chunk = await readLines(host, file.path, start, size, limits.contextBytes + 1);
  // The first line is cut, unless the file begins with it.
  const context = from === 0 ? (chunk?.lines ?? []) : (chunk?.lines.slice(1) ?? []);
  const position = chunk?.position ?? (await positionAt(host, file.path, size));
  return { ...none, context, state: { inode, position }, missing: false };
}

/** The log was renamed: reads the old file to its end, and those that came and went since; then goes on with the new one. */
async function leave(
  reader: Reader,
  path: string,
  state: TailState,
  inode: number,
  now: number,
): Promise<void> {
  const found = await findRotated(reader.host, path, inode);
  delete state.inode;
  if (!found) return;
  const position = await reader.read(found, state.position);
  const read = [inode];
  for (const later of await rotatedAfter(reader.host, path, found.path)) {
    await reader.read(later, START, true);
    read.push(later.stat.inode);
  }
  if (position) state.old = { inode, position, since: now, read };
}

async function followOld(
  reader: Reader,
  path: string,
  state: TailState,
  old: NonNullable<TailState["old"]>,
  now: number,
): Promise<void> {
  const found = await findRotated(reader.host, path, old.inode);
  if (found && state.inode === undefined) {
    // A log that came and went since the last pass was never seen under its own name.
    for (const later of await rotatedAfter(reader.host, path, found.path)) {
      if (old.read.includes(later.stat.inode)) continue;
      await reader.read(later, START, true);
      old.read.push(later.stat.inode);
    }
  }
  const over = !found || now - old.since >= FOLLOW_MS;
  const position = found && (await reader.read(found, old.position, over));
  if (over || !position) delete state.old;
  else state.old = { ...old, position };
}

/** The log was copied to log.1 and emptied: what we had not read of it is in the copy. */
async function readCopy(reader: Reader, path: string, position: Position): Promise<void> {
  const copy = await statFile(reader.host, `${path}.1`);
  if (!copy || copy.stat.size < position.offset || position.offset === 0) return;
  if (await isUnchanged(reader.host, copy.path, position)) await reader.read(copy, position, true);
}

/** Reads files one after the other and collects their lines. */
class Reader {
  readonly host: Host;
  private readonly limits: TailLimits;
  private readonly lines: string[] = [];
  private skippedBytes = 0;

  constructor(host: Host, limits: TailLimits) {
    this.host = host;
    this.limits = limits;
  }

  /** Undefined: the file is not what it was at this position. `final`: an unfinished last line will not be finished. */
  async read(file: Found, position: Position, final = false): Promise<Position | undefined> {
    const { size } = file.stat;
    if (size < position.offset) return undefined;
    const chunk: Chunk | undefined = await readLines(
      this.host,
      file.path,
      position,
      size,
      this.limits.maxBytes,
    );
    if (!chunk) return undefined;
    for (const line of chunk.lines) this.lines.push(line);
    this.skippedBytes += chunk.skippedBytes;
    if (final && chunk.rest !== "") this.lines.push(chunk.rest);
    return chunk.position;
  }

  result(): { lines: string[]; skippedBytes: number } {
    return { lines: this.lines, skippedBytes: this.skippedBytes };
  }
}
