import { mkdir, mkdtemp, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { gunzipSync } from "node:zlib";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { build, findRoot, folderOf } from "../../src/site/build.ts";
import { readFiles } from "../../src/site/files.ts";
import { openSite } from "../../src/site/open.ts";

const env = { PATH: process.env["PATH"], GRADUS_TOKEN: "not for the build" };

let root: string;
let said: string[];
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), "gradus-site-"));
  said = [];
});
afterEach(() => rm(root, { recursive: true, force: true }));

const put = async (name: string, text: string): Promise<void> => {
  await mkdir(dirname(join(root, name)), { recursive: true });
  await writeFile(join(root, name), text);
};
/** What builds, in the place of scripts/site.mjs. */
const script = (text: string): Promise<void> => put("scripts/site.mjs", text);
const open = () => openSite({ root, env, say: (line) => said.push(line) });
const text = (body: Uint8Array | undefined): string => Buffer.from(body ?? []).toString();

describe("the dashboard", () => {
  it("is built where it has to be, said in two lines, without the secrets of whoever builds it", async () => {
    await script(`
      import { mkdirSync, writeFileSync } from "node:fs";
      process.stdout.write("building\\n");
      mkdirSync("dist/site", { recursive: true });
      writeFileSync("dist/site/index.html", "token: " + process.env.GRADUS_TOKEN + ", " + process.env.NODE_ENV);`);
    const site = open();
    expect(text((await site.files("index.html"))?.body)).toBe("token: undefined, production");
    expect(await site.problem()).toBeUndefined();
    expect(said).toEqual([
      "Building the dashboard, once …",
      expect.stringMatching(/^The dashboard is built, in \d+\.\d s\.$/),
    ]);
  });

  it("that is up to date is read without a word", async () => {
    await script("");
    await put("dist/site/index.html", "there");
    expect(text((await open().files("index.html"))?.body)).toBe("there");
    expect(said).toEqual([]);
  });

  it("that cannot be built is a problem with its reason and what to do, on the page too", async () => {
    await put("dist/site/index.html", "of an older version");
    await script(`process.stdout.write("building\\n"); await import("a-package-that-is-not-there");`);
    const site = open();
    const problem = await site.problem();
    expect(problem).toMatch(/could not be built .*Cannot find package 'a-package-that-is-not-there'.*npm ci/);
    await expect(site.files("index.html")).rejects.toMatchObject({ code: "unavailable", message: problem });
    expect(said).toEqual(["Building the dashboard, once …"]);
  });

  it("whose build hangs is given up, and one that is closed ends its build", async () => {
    await script("setInterval(() => undefined, 1000);");
    const late = build({ root, env, say: () => undefined, longestMs: 200 });
    expect(await late.done).toBe("it was not done after 0.2 s");
    const closed = build({ root, env, say: () => undefined });
    closed.cancel();
    expect(await closed.done).toBe("it ended with a signal");
  });

  it("is taken as it is where there is nothing to build it from, and is none where there is neither", async () => {
    const from = join(root, "a", "dist");
    await mkdir(from, { recursive: true });
    expect(findRoot(from)).toBeUndefined();
    await put("a/dist/site/index.html", "built elsewhere");
    expect(findRoot(from)).toBe(join(root, "a"));
    const site = openSite({ root: join(root, "a"), env, say: (line) => said.push(line) });
    expect(text((await site.files("index.html"))?.body)).toBe("built elsewhere");
    expect(said).toEqual([]);
  });
});

describe("its files", () => {
  it("are those of the folder when it was read, whatever becomes of it, and nothing outside of it", async () => {
    await put("secret.txt", "secret");
    await put("dist/site/index.html", "first");
    await symlink(join(root, "secret.txt"), join(folderOf(root), "link.txt"));
    const files = await readFiles(folderOf(root));
    await put("dist/site/index.html", "second");
    await put("dist/site/later.js", "later");
    expect(text((await files("index.html"))?.body)).toBe("first");
    for (const name of ["later.js", "link.txt", "../secret.txt", "/index.html", "assets", "", "__proto__"])
      expect(await files(name)).toBeUndefined();
  });

  it("are typed, tagged by what is in them, and packed where that is smaller", async () => {
    const code = "export const a = 1;\n".repeat(200);
    await put("dist/site/assets/index-Da_-ITRG.js", code);
    await put("dist/site/app.webmanifest", "{}");
    await put("dist/site/icon-192.png", "png ".repeat(100));
    const files = await readFiles(folderOf(root));
    const made = await files("assets/index-Da_-ITRG.js");
    expect(made).toMatchObject({ type: "text/javascript; charset=utf-8", hashed: true });
    expect(gunzipSync(made?.gzip ?? new Uint8Array()).toString()).toBe(code);
    expect(made?.etag).toMatch(/^W\/"[\w-]{22}"$/);
    const manifest = await files("app.webmanifest");
    expect(manifest).toMatchObject({ type: "application/manifest+json", hashed: false });
    expect(manifest?.gzip).toBeUndefined();
    expect(manifest?.etag).not.toBe(made?.etag);
    const icon = await files("icon-192.png");
    expect([icon?.type, icon?.gzip]).toEqual(["image/png", undefined]);
  });
});
