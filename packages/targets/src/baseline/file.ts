import { createHash } from "node:crypto";
import { dirname, resolve } from "node:path";
import { isGradusError, redact, type Baseline, type FileStat, type Host } from "@gradus/core";
import type { Drift } from "./context.ts";
import { mark, sha256 } from "./hash.ts";

const MAX_CONTENT = 256 * 1_024;
const CHUNK = 1_024 * 1_024;
const MAX_HASHED = 64 * CHUNK;
const MAX_SHOWN = 300;

type FileState = Baseline["files"][number];

/** A file as it is now. Undefined if it is not there, is no file, or may not be read. */
export async function readFileState(
  host: Host,
  path: string,
  secret: boolean,
): Promise<(FileState & { stat: FileStat }) | undefined> {
  const stat = await follow(host, path);
  if (stat?.kind !== "file") return undefined;
  const read = await readContent(host, path, stat.size);
  if (!read) return undefined;
  const restorable = !secret && read.content !== undefined;
  return {
    path,
    ...(restorable ? { content: read.content } : {}),
    sha256: read.sha256,
    mode: stat.mode,
    uid: stat.uid,
    gid: stat.gid,
    stat,
  };
}

/** Content is given only if it is small and is text: what is no UTF-8 could not be written back as it was. */
async function readContent(
  host: Host,
  path: string,
  size: number,
): Promise<{ sha256: string; content?: string } | undefined> {
  try {
    if (size <= MAX_CONTENT) {
      const content = await host.readFile(path, { maxBytes: MAX_CONTENT + 1 });
      if (content === undefined) return undefined;
      const whole = content.length <= MAX_CONTENT && !content.includes("\ufffd");
      return { sha256: sha256(content), ...(whole ? { content } : {}) };
    }
    const hash = createHash("sha256").update(`${size}\n`);
    for (let offset = 0; offset < Math.min(size, MAX_HASHED); offset += CHUNK) {
      hash.update((await host.readFile(path, { offset, maxBytes: CHUNK })) ?? "");
    }
    return { sha256: hash.digest("hex") };
  } catch (error) {
    if (isGradusError(error) && error.code === "forbidden") return undefined;
    throw error;
  }
}

async function follow(host: Host, path: string): Promise<FileStat | undefined> {
  let at = path;
  for (let hops = 0; hops < 8; hops += 1) {
    const stat = await host.stat(at);
    if (stat?.kind !== "link" || stat.linkTarget === undefined) return stat;
    at = resolve(dirname(at), stat.linkTarget);
  }
  return undefined;
}

/** How a file differs from its baseline: gone, content, mode, owner. */
export async function fileDrift(host: Host, was: FileState, secret: boolean): Promise<Drift[]> {
  const stat = await follow(host, was.path);
  if (stat?.kind !== "file") {
    const folder = await host.stat(dirname(was.path));
    const gone = { aspect: "missing" as const, key: was.path, expected: "a file" };
    return [
      { ...gone, actual: stat ? `a ${stat.kind}` : null, ...(folder ? { changedAt: folder.mtimeMs } : {}) },
    ];
  }
  const drifts: Drift[] = [];
  const changed = stat.ctimeMs === undefined ? {} : { changedAt: stat.ctimeMs };
  const differ = (aspect: "mode" | "owner", expected: string, actual: string): void => {
    if (expected !== actual) drifts.push({ aspect, key: was.path, expected, actual, ...changed });
  };
  differ("mode", octal(was.mode), octal(stat.mode));
  differ("owner", `${was.uid}:${was.gid}`, `${stat.uid}:${stat.gid}`);
  const now = await readFileState(host, was.path, secret);
  if (now && now.sha256 !== was.sha256) {
    const shown =
      was.content === undefined || now.content === undefined
        ? { expected: mark(was.sha256), actual: mark(now.sha256) }
        : difference(was.content, now.content);
    drifts.push({ aspect: "file", key: was.path, ...shown, changedAt: stat.mtimeMs });
  }
  return drifts;
}

const octal = (mode: number): string => `0${mode.toString(8).padStart(3, "0")}`;

/** The lines between the common beginning and the common end. */
function difference(was: string, now: string): { expected: string; actual: string } {
  const [before, after] = [was.split("\n"), now.split("\n")];
  let start = 0;
  while (start < before.length && start < after.length && before[start] === after[start]) start += 1;
  let end = 0;
  const most = Math.min(before.length, after.length) - start;
  while (end < most && before.at(-1 - end) === after.at(-1 - end)) end += 1;
  const middle = (lines: string[]): string =>
    redact(lines.slice(start, lines.length - end).join("\n"), MAX_SHOWN);
  return { expected: middle(before), actual: middle(after) };
}
