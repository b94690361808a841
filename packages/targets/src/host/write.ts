import { constants } from "node:fs";
import { randomBytes } from "node:crypto";
import { chmod, chown, open, realpath, rename, rm, stat } from "node:fs/promises";
import { dirname, join } from "node:path";
import { GradusError, type Host } from "@gradus/core";
import { errnoOf, faultOf, isMissing } from "./errors.ts";

interface Ownership {
  mode: number;
  uid: number;
  gid: number;
}

/**
 * Replaces a file's content in one step. A link is followed, so that the link stays a link. Where the owner cannot be kept
 * (the file is another user's, and we are not root) it is written in place: not atomic, but its owner and mode stay.
 */
export const writeFile: Host["writeFile"] = async (path, content, options = {}) => {
  try {
    const real = await resolve(path);
    const there = await ownershipOf(real);
    const want: Ownership = {
      mode: options.mode ?? there?.mode ?? 0o644,
      uid: options.uid ?? there?.uid ?? process.geteuid?.() ?? 0,
      gid: options.gid ?? there?.gid ?? process.getegid?.() ?? 0,
    };
    if (await replace(real, content, want)) return;
    if (!there) throw new GradusError("forbidden", "the folder may not be written, or its owner not be set");
    const keepsOwner = want.uid === there.uid && want.gid === there.gid;
    if (!keepsOwner) throw new GradusError("forbidden", "only root may give a file to another user");
    await overwrite(real, content);
    if (want.mode !== there.mode) await chmod(real, want.mode);
  } catch (error) {
    throw faultOf(error, `write ${path}`);
  }
};

/** False if the new file cannot be given its owner. */
async function replace(path: string, content: string, want: Ownership): Promise<boolean> {
  const fresh = join(dirname(path), `.gradus-${randomBytes(8).toString("hex")}`);
  try {
    const file = await open(fresh, "wx", 0o600);
    try {
      await file.writeFile(content);
      const made = await file.stat();
      if (made.uid !== want.uid || made.gid !== want.gid) await file.chown(want.uid, want.gid);
      await file.chmod(want.mode);
      await file.sync();
    } finally {
      await file.close();
    }
    await rename(fresh, path);
    return true;
  } catch (error) {
    await rm(fresh, { force: true });
    // EACCES: the folder may not be written, but the file itself perhaps may.
    if (["EPERM", "EACCES"].includes(errnoOf(error))) return false;
    throw error;
  }
}

async function overwrite(path: string, content: string): Promise<void> {
  const file = await open(path, constants.O_WRONLY | constants.O_TRUNC);
  try {
    await file.writeFile(content);
    await file.sync();
  } finally {
    await file.close();
  }
}

export const setMode: Host["setMode"] = async (path, mode, owner) => {
  try {
    // chown first: it clears the set-user and set-group bits.
    if (owner) await chown(path, owner.uid, owner.gid);
    await chmod(path, mode);
  } catch (error) {
    throw faultOf(error, `chmod ${path}`);
  }
};

async function resolve(path: string): Promise<string> {
  try {
    return await realpath(path);
  } catch (error) {
    if (isMissing(error)) return path;
    throw error;
  }
}

async function ownershipOf(path: string): Promise<Ownership | undefined> {
  try {
    const found = await stat(path);
    if (!found.isFile()) throw new GradusError("invalid_input", `${path} is not a regular file`);
    return { mode: found.mode & 0o7777, uid: found.uid, gid: found.gid };
  } catch (error) {
    if (isMissing(error)) return undefined;
    throw error;
  }
}
