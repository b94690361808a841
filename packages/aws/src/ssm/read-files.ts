import { type DiskUsage, type FileStat, GradusError, type Host } from "@gradus/core";
import { fieldsOf, unpack } from "./answer.ts";
import type { Look } from "./looks.ts";
import { pathOf } from "./words.ts";

/** Over Systems Manager a file comes in pieces of 16 to 128 KB, a command each: what is larger is not for reading whole. */
const MAX_BYTES = 4 * 1_024 * 1_024;

export const readFileOver =
  (look: Look): Host["readFile"] =>
  async (path, { offset = 0, maxBytes = Number.POSITIVE_INFINITY } = {}) => {
    const most = Math.min(maxBytes, MAX_BYTES);
    const chunks: Buffer[] = [];
    for (let size = 0; ;) {
      const answer = await look(["read", pathOf(path), offset + size, most - size]);
      const fields = fieldsOf(answer, `read ${path}`);
      // It was there a moment ago: what was read of it counts, as with an open file.
      if (!fields) return size === 0 ? undefined : textOf(chunks);
      const chunk = unpack(fields[1]);
      chunks.push(chunk);
      size += chunk.length;
      if (chunk.length < Number(fields[0]) || size >= maxBytes) return textOf(chunks);
      if (size >= most) throw new GradusError("limit", `read ${path}: more than ${MAX_BYTES} bytes`);
    }
  };

const textOf = (chunks: readonly Buffer[]): string => Buffer.concat(chunks).toString("utf8");

export const statOver =
  (look: Look): Host["stat"] =>
  async (path) => {
    const fields = fieldsOf(await look(["stat", pathOf(path)]), `stat ${path}`);
    if (!fields) return undefined;
    const [size, raw, uid, gid, inode, modified, changed, to] = fields;
    const mode = Number.parseInt(raw ?? "", 16);
    const kind = kindOf(mode & 0o170000);
    return {
      size: Number(size),
      mode: mode & 0o7777,
      uid: Number(uid),
      gid: Number(gid),
      inode: Number(inode),
      mtimeMs: Math.round(Number(modified) * 1_000),
      ctimeMs: Math.round(Number(changed) * 1_000),
      kind,
      ...(kind === "link" ? { linkTarget: Buffer.from(to ?? "", "base64").toString("utf8") } : {}),
    };
  };

function kindOf(format: number): FileStat["kind"] {
  if (format === 0o100000) return "file";
  if (format === 0o040000) return "directory";
  return format === 0o120000 ? "link" : "other";
}

export const listOver =
  (look: Look): Host["list"] =>
  async (directory) => {
    const what = `list ${directory}`;
    const fields = fieldsOf(await look(["list", pathOf(directory)]), what);
    if (!fields) throw new GradusError("not_found", `${what}: no such folder`);
    const names = unpack(fields[0]).toString("utf8").split("\0");
    return names.filter((name) => !["", ".", ".."].includes(name)).sort();
  };

/** Percentages as df(1) gives them: of what ordinary users can use. */
export const diskOver =
  (look: Look): Host["disk"] =>
  async (path): Promise<DiskUsage | undefined> => {
    const fields = fieldsOf(await look(["disk", pathOf(path)]), `disk ${path}`);
    if (!fields) return undefined;
    const [block = 0, blocks = 0, free = 0, available = 0, files = 0, freeFiles = 0] = fields.map(Number);
    const used = blocks - free;
    const usable = used + available;
    return {
      path,
      usedBytes: used * block,
      totalBytes: blocks * block,
      usedPercent: usable === 0 ? 0 : (100 * used) / usable,
      inodesPercent: files === 0 ? 0 : (100 * (files - freeFiles)) / files,
    };
  };
