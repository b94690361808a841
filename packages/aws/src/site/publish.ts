import { CloudFrontClient, CreateInvalidationCommand } from "@aws-sdk/client-cloudfront";
import { DeleteObjectsCommand, ListObjectsV2Command, PutObjectCommand, S3Client } from "@aws-sdk/client-s3";
import { randomUUID } from "node:crypto";
import { readdir, readFile } from "node:fs/promises";
import { extname, join } from "node:path";

const TYPES: Readonly<Record<string, string>> = {
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript; charset=utf-8",
  ".css": "text/css; charset=utf-8",
  ".json": "application/json",
  ".svg": "image/svg+xml",
  ".png": "image/png",
  ".ico": "image/x-icon",
  ".woff2": "font/woff2",
  ".webmanifest": "application/manifest+json",
};
/** A name with a hash in it never means anything else; what has none is asked for anew each time. */
const HASHED = /^assets\/.*-[\w-]{8}\.\w+$/;

export interface Site {
  bucket: string;
  distribution: string;
  folder: string;
  config: unknown;
}

/** Puts the files and config.json into the bucket, and has the edge forget what it kept. Gives the number of files. */
export async function publishSite({ bucket, distribution, folder, config }: Site): Promise<number> {
  const s3 = new S3Client({});
  const put = (name: string, body: Uint8Array | string): Promise<unknown> =>
    s3.send(
      new PutObjectCommand({
        Bucket: bucket,
        Key: name,
        Body: body,
        ContentType: TYPES[extname(name)] ?? "application/octet-stream",
        CacheControl: HASHED.test(name) ? "public, max-age=31536000, immutable" : "no-cache",
      }),
    );
  const names = (await readdir(folder, { recursive: true, withFileTypes: true }))
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(folder.length + 1));
  await Promise.all(names.map(async (name) => put(name, await readFile(join(folder, name)))));
  await put("config.json", JSON.stringify(config));
  const paths = { Quantity: 1, Items: ["/*"] };
  await new CloudFrontClient({}).send(
    new CreateInvalidationCommand({
      DistributionId: distribution,
      InvalidationBatch: { CallerReference: randomUUID(), Paths: paths },
    }),
  );
  return names.length + 1;
}

/** Empties the bucket, so that it can be removed with its stage. */
export async function emptySite(bucket: string): Promise<void> {
  const s3 = new S3Client({});
  for (;;) {
    const { Contents: found = [] } = await s3.send(new ListObjectsV2Command({ Bucket: bucket }));
    const keys = found.flatMap(({ Key }) => (Key === undefined ? [] : [{ Key }]));
    if (keys.length === 0) return;
    await s3.send(new DeleteObjectsCommand({ Bucket: bucket, Delete: { Objects: keys } }));
  }
}
