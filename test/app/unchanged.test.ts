import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { call } from "./support/call.ts";
import { addTask } from "./support/cases.ts";
import { openWorld, type World } from "./support/world.ts";

let world: World;
beforeEach(async () => {
  world = await openWorld();
});
afterEach(() => world.close());

const again = (path: string, tag: string) => call(world, "GET", path, undefined, { "if-none-match": tag });

describe("an answer that the caller has", () => {
  it.each(["/api/tasks", "/api/targets", "/api/settings", "/api/openapi.json", "/api/audit/system"])(
    "is not sent again: %s",
    async (path) => {
      const first = await call(world, "GET", path);
      const tag = first.headers.get("etag") ?? "";
      expect(tag).toMatch(/^"[0-9a-f]{40}"$/);
      const second = await again(path, tag);
      expect(second).toMatchObject({ status: 304, text: "" });
      // What protects an answer protects the one without a body, too.
      for (const name of ["x-request-id", "content-security-policy", "cache-control"])
        expect(second.headers.get(name)).not.toBeNull();
      expect(second.headers.get("cache-control")).toBe("no-store");
    },
  );

  it("is not sent again for the time alone that it tells: /api/health", async () => {
    const first = await call(world, "GET", "/api/health");
    world.test.clock.advance(1_000);
    expect((await again("/api/health", first.headers.get("etag") ?? "")).status).toBe(304);
    expect((await call(world, "GET", "/api/health")).json.now).toBe(first.json.now + 1_000);
    await call(world, "POST", "/api/pause", { reason: "a move" });
    expect((await again("/api/health", first.headers.get("etag") ?? "")).status).toBe(200);
  });

  it("is sent when it has changed", async () => {
    const tag = (await call(world, "GET", "/api/tasks")).headers.get("etag") ?? "";
    await addTask(world);
    const { status, json, headers } = await again("/api/tasks", tag);
    expect(status).toBe(200);
    expect(json.tasks).toHaveLength(1);
    expect(headers.get("etag")).not.toBe(tag);
  });

  it("is never what was refused, or a stream", async () => {
    const closed = await openWorld({ access: { token: "a token of some length" } });
    const refused = await call(closed, "GET", "/api/tasks", undefined, { "if-none-match": "*" });
    expect(refused.status).toBe(401);
    expect(refused.headers.get("etag")).toBeNull();
    await closed.close();
    const abort = new AbortController();
    const stream = await world.app.request("http://127.0.0.1:8888/api/events", {
      headers: { host: "127.0.0.1:8888" },
      signal: abort.signal,
    });
    expect(stream.headers.get("etag")).toBeNull();
    abort.abort();
    await stream.body?.cancel();
  });
});
