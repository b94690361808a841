import type { Host } from "@gradus/core";
import * as z from "zod";
import { sha256 } from "./baseline.ts";

const MAX_BYTES = 256 * 1_024;

/** A file as it was before it was changed. `content` is absent where it cannot be kept exactly: too large, or no text. */
export const copySchema = z.object({
  path: z.string(),
  there: z.boolean(),
  content: z.string().optional(),
  mode: z.number().optional(),
  uid: z.number().optional(),
  gid: z.number().optional(),
  /** What was written instead: undo takes back this and nothing else. */
  wrote: z.string(),
});
export type Copy = z.infer<typeof copySchema>;

export async function copyOf(host: Host, path: string, written: string): Promise<Copy> {
  const stat = await host.stat(path);
  const wrote = sha256(written);
  if (!stat) return { path, there: false, wrote };
  const { mode, uid, gid } = stat;
  const content = stat.size <= MAX_BYTES ? await host.readFile(path) : undefined;
  const exact =
    content !== undefined && Buffer.byteLength(content) === stat.size && !content.includes("\ufffd");
  return { path, there: true, mode, uid, gid, wrote, ...(exact ? { content } : {}) };
}

/** Why a copy cannot be put back. */
async function cannotPutBack(host: Host, copy: Copy): Promise<string | undefined> {
  if (copy.there && copy.content === undefined)
    return `no exact copy of the former ${copy.path} could be kept`;
  const now = await host.readFile(copy.path);
  return now !== undefined && sha256(now) !== copy.wrote ? `${copy.path} was changed again since` : undefined;
}

export async function putBack(host: Host, copy: Copy): Promise<void> {
  const no = await cannotPutBack(host, copy);
  if (no !== undefined) throw new Error(no);
  const { path, content, mode, uid, gid } = copy;
  if (content === undefined) return host.remove(path);
  await host.writeFile(path, content, {
    ...(mode === undefined ? {} : { mode }),
    ...(uid === undefined ? {} : { uid }),
    ...(gid === undefined ? {} : { gid }),
  });
}
