import { gunzipSync, gzipSync } from "node:zlib";
import type { SiteFile } from "@gradus/api";
import { GradusError } from "@gradus/core";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { call, open } from "./support/call.ts";
import { HOST, openWorld, type World } from "./support/world.ts";

const TOKEN = "a token of some length";
const SCRIPT = "console.log(1);".repeat(100);
const bytes = (text: string) => new TextEncoder().encode(text);

const made: Record<string, SiteFile> = {
  "index.html": {
    body: bytes("<!doctype html><title>Gradus</title>"),
    type: "text/html; charset=utf-8",
    hashed: false,
    etag: 'W/"index"',
  },
  "assets/main-abcdefgh.js": {
    body: bytes(SCRIPT),
    gzip: new Uint8Array(gzipSync(SCRIPT)),
    type: "text/javascript; charset=utf-8",
    hashed: true,
    etag: 'W/"main"',
  },
  "app.webmanifest": {
    body: bytes("{}"),
    type: "application/manifest+json",
    hashed: false,
    etag: 'W/"app"',
  },
};
const files = (name: string) => Promise.resolve(made[name]);

let world: World;
beforeEach(async () => {
  world = await openWorld({ files });
});
afterEach(() => world.close());

const h1 = (html: string): string => /<h1>(.*?)<\/h1>/s.exec(html)?.[1]?.replace(/<[^>]*>/g, "") ?? "";

describe("the dashboard's files", () => {
  it("are one page for every address without a dot, and nothing for any other that is not there", async () => {
    for (const path of ["/", "/tasks", "/tasks/abc-1", "/escalations/", "/?q=a.b"]) {
      const { status, headers, text } = await open(world, path);
      expect([status, headers.get("content-type")]).toEqual([200, "text/html; charset=utf-8"]);
      expect(text).toContain("<title>Gradus</title>");
    }
    for (const path of ["/nothing.js", "/assets/main-other.js", "/.env", "/assets/..%2findex.html"])
      expect((await open(world, path)).status).toBe(404);
  });

  it("stand behind the API and signed links, whose unknown addresses are no page", async () => {
    expect((await open(world, "/api/nowhere")).json.error.code).toBe("not_found");
    expect((await call(world, "GET", "/api")).json.error.code).toBe("not_found");
    expect(h1((await open(world, "/l/nothing")).text)).toContain("This link is not good");
    expect((await call(world, "POST", "/", {})).status).toBe(404);
  });

  it("are kept for good where their name says what is in them, and asked for anew else", async () => {
    const hashed = await open(world, "/assets/main-abcdefgh.js");
    expect(hashed.headers.get("cache-control")).toBe("public, max-age=31536000, immutable");
    const page = await open(world, "/tasks");
    expect(page.headers.get("cache-control")).toBe("no-cache");
    const again = await open(world, "/tasks", { "if-none-match": `"x", ${page.headers.get("etag")}` });
    expect([again.status, again.text]).toEqual([304, ""]);
    expect((await open(world, "/tasks", { "if-none-match": 'W/"old"' })).status).toBe(200);
  });

  it.each([
    ["gzip, deflate, br", true],
    ["br;q=1.0, GZIP;q=0.5", true],
    ["gzip;q=0", false],
    ["gzip;q=0.000", false],
    ["identity", false],
    ["", false],
  ])("come packed to who takes it: %j", async (accepted, packed) => {
    const response = await world.app.request(`http://${HOST}/assets/main-abcdefgh.js`, {
      headers: { host: HOST, "accept-encoding": accepted },
    });
    const got = new Uint8Array(await response.arrayBuffer());
    expect(response.headers.get("content-encoding")).toBe(packed ? "gzip" : null);
    expect(response.headers.get("vary")).toBe("accept-encoding");
    expect((packed ? gunzipSync(got) : Buffer.from(got)).toString()).toBe(SCRIPT);
  });

  it("answer HEAD without a body", async () => {
    const { status, headers, text } = await call(world, "HEAD", "/tasks");
    expect([status, headers.get("content-type"), text]).toEqual([200, "text/html; charset=utf-8", ""]);
  });

  it("are told where they are by config.json, which nobody keeps", async () => {
    const { json, headers } = await call(world, "GET", "/config.json");
    const local = { stage: "local", region: "this machine", console: null, signIn: null };
    expect(json).toEqual({ ...local, events: true });
    expect(headers.get("cache-control")).toBe("no-store");
  });
});

describe("with a token set, the dashboard", () => {
  let locked: World;
  beforeEach(async () => {
    locked = await openWorld({ files, access: { token: TOKEN } });
  });
  afterEach(() => locked.close());

  it("is shown to who has the cookie, and says to others how to get it", async () => {
    const refused = await open(locked, "/tasks");
    expect([refused.status, h1(refused.text)]).toEqual([401, "That did not work"]);
    expect(refused.text).toContain("?token=&quot; and the token behind its address");
    const first = await open(locked, `/tasks?token=${encodeURIComponent(TOKEN)}`);
    const cookie = first.headers.get("set-cookie")?.split(";")[0] ?? "";
    expect((await open(locked, "/tasks", { cookie })).text).toContain("<title>Gradus</title>");
    expect((await open(locked, "/config.json", { cookie })).status).toBe(200);
    for (const path of ["/config.json", "/assets/main-abcdefgh.js"])
      expect((await open(locked, path)).status).toBe(401);
  });

  it("leaves open what a browser asks for without a cookie, and the style of the pages behind links", async () => {
    for (const path of ["/style.css", "/app.webmanifest"])
      expect((await open(locked, path)).status).toBe(200);
  });
});

it("a dashboard that could not be built says so on the page, with what to do", async () => {
  const reason = "The dashboard could not be built. Run: npm ci --omit=dev, and start Gradus again.";
  const broken = await openWorld({ files: () => Promise.reject(new GradusError("unavailable", reason)) });
  const { status, text } = await open(broken, "/");
  expect(status).toBe(503);
  expect(text).toContain(reason);
  expect((await call(broken, "GET", "/api/tasks")).status).toBe(200);
  await broken.close();
});

it("an error is a page for people and JSON for programs", async () => {
  expect(h1((await open(world, "/nowhere.html")).text)).toBe("There is nothing here");
  expect((await call(world, "GET", "/nowhere.html")).json.error.code).toBe("not_found");
});

it("where something else serves the dashboard, the API serves none", async () => {
  const bare = await openWorld();
  for (const path of ["/", "/config.json", "/tasks"])
    expect((await call(bare, "GET", path)).status).toBe(404);
  expect((await open(bare, "/style.css")).text).toContain("prefers-color-scheme");
  await bare.close();
});
