import { constants } from "node:fs";
import { lstat, open, readdir, readlink, rename, rm, statfs, symlink, unlink } from "node:fs/promises";
import { dirname, join } from "node:path";
import { randomBytes } from "node:crypto";
import { GradusError, type DiskUsage, type FileStat, type Host } from "@gradus/core";
import { errnoOf, faultOf, isMissing } from "./errors.ts";

const MAX_BYTES = 16 * 1_024 * 1_024;
const CHUNK = 64 * 1_024;

export const readFile: Host["readFile"] = async (path, options = {}) => {
  const max = Math.min(options.maxBytes ?? MAX_BYTES, MAX_BYTES);
  try {
    // Without O_NONBLOCK, opening a pipe would wait for a writer for ever.
    const file = await open(path, constants.O_RDONLY | constants.O_NONBLOCK);
    try {
      if (!(await file.stat()).isFile())
        throw new GradusError("invalid_input", `${path} is not a regular file`);
      const chunks: Buffer[] = [];
      let size = 0;
      while (size < max) {
        const chunk = Buffer.allocUnsafe(Math.min(CHUNK, max - size));
        const { bytesRead } = await file.read(chunk, 0, chunk.length, (options.offset ?? 0) + size);
        if (bytesRead === 0) break;
        chunks.push(chunk.subarray(0, bytesRead));
        size += bytesRead;
      }
      return Buffer.concat(chunks).toString("utf8");
    } finally {
      await file.close();
    }
  } catch (error) {
    if (isMissing(error)) return undefined;
    throw faultOf(error, `read ${path}`);
  }
};

/** Describes the entry itself; a symbolic link is not followed. */
export const stat: Host["stat"] = async (path) => {
  try {
    const found = await lstat(path);
    const kind: FileStat["kind"] = found.isFile()
      ? "file"
      : found.isDirectory()
        ? "directory"
        : found.isSymbolicLink()
          ? "link"
          : "other";
    return {
      size: found.size,
      mode: found.mode & 0o7777,
      uid: found.uid,
      gid: found.gid,
      inode: found.ino,
      mtimeMs: found.mtimeMs,
      ctimeMs: found.ctimeMs,
      kind,
      ...(kind === "link" ? { linkTarget: await readlink(path) } : {}),
    };
  } catch (error) {
    if (isMissing(error)) return undefined;
    throw faultOf(error, `stat ${path}`);
  }
};

export const list: Host["list"] = async (directory) => {
  try {
    return (await readdir(directory)).sort();
  } catch (error) {
    throw faultOf(error, `list ${directory}`);
  }
};

/** Removes a file or a link, never a folder. What is gone already is fine. */
export const remove: Host["remove"] = async (path) => {
  try {
    await unlink(path);
  } catch (error) {
    if (!isMissing(error)) throw faultOf(error, `remove ${path}`);
  }
};

export const truncate: Host["truncate"] = async (path) => {
  try {
    const file = await open(path, constants.O_WRONLY | constants.O_NONBLOCK);
    try {
      if (!(await file.stat()).isFile())
        throw new GradusError("invalid_input", `${path} is not a regular file`);
      await file.truncate(0);
    } finally {
      await file.close();
    }
  } catch (error) {
    throw faultOf(error, `truncate ${path}`);
  }
};

export const link: Host["link"] = async (path, to) => {
  const fresh = join(dirname(path), `.gradus-${randomBytes(8).toString("hex")}`);
  try {
    const there = await stat(path);
    if (there && there.kind !== "link") throw new GradusError("conflict", `${path} is no symbolic link`);
    await symlink(to, fresh);
    await rename(fresh, path);
  } catch (error) {
    await rm(fresh, { force: true });
    throw faultOf(error, `link ${path}`);
  }
};

/** Percentages as df(1) gives them: of what ordinary users can use. */
export async function disk(path: string): Promise<DiskUsage | undefined> {
  try {
    const fs = await statfs(path);
    const used = fs.blocks - fs.bfree;
    const usable = used + fs.bavail;
    return {
      path,
      usedBytes: used * fs.bsize,
      totalBytes: fs.blocks * fs.bsize,
      usedPercent: usable === 0 ? 0 : (100 * used) / usable,
      inodesPercent: fs.files === 0 ? 0 : (100 * (fs.files - fs.ffree)) / fs.files,
    };
  } catch (error) {
    if (errnoOf(error) === "ENOENT") return undefined;
    throw faultOf(error, `disk ${path}`);
  }
}
