import { createHash } from "node:crypto";
import { readdir, readFile } from "node:fs/promises";
import { extname, join, relative } from "node:path";
import { promisify } from "node:util";
import { gzip } from "node:zlib";
import type { SiteFile } from "@gradus/api";

const pack = promisify(gzip);

const TYPES: Readonly<Record<string, string>> = {
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript; charset=utf-8",
  ".css": "text/css; charset=utf-8",
  ".json": "application/json",
  ".svg": "image/svg+xml",
  ".png": "image/png",
  ".woff2": "font/woff2",
  ".webmanifest": "application/manifest+json",
};
/** What is packed already gets no smaller. */
const PACKED = new Set([".png", ".woff2"]);
/** Names that the build gave; the same are kept for good on AWS (packages/aws/src/site/publish.ts). */
const HASHED = /^assets\/.*-[\w-]{8}\.\w+$/;

/**
 * The files of a folder, as they are now: kept in memory, so that a later build does not mix two versions, and nothing is
 * served that was not there. Each is packed when it is first asked for.
 */
export async function readFiles(folder: string): Promise<(name: string) => Promise<SiteFile | undefined>> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const paths = entries.filter((e) => e.isFile()).map((e) => join(e.parentPath, e.name));
  const read = async (path: string): Promise<readonly [string, Uint8Array<ArrayBuffer>]> =>
    [relative(folder, path), new Uint8Array(await readFile(path))] as const;
  const bodies = new Map(await Promise.all(paths.map(read)));
  const known = new Map<string, Promise<SiteFile>>();
  return async (name) => {
    const body = bodies.get(name);
    if (!body) return undefined;
    const file = known.get(name) ?? fileOf(name, body);
    known.set(name, file);
    return file;
  };
}

async function fileOf(name: string, body: Uint8Array<ArrayBuffer>): Promise<SiteFile> {
  const end = extname(name);
  const packed = PACKED.has(end) ? undefined : new Uint8Array(await pack(body, { level: 9 }));
  return {
    body,
    ...(packed && packed.length < body.length ? { gzip: packed } : {}),
    type: TYPES[end] ?? "application/octet-stream",
    hashed: HASHED.test(name),
    etag: `W/"${createHash("sha256").update(body).digest("base64url").slice(0, 22)}"`,
  };
}
