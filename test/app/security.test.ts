import { GradusError } from "@gradus/core";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { call, open } from "./support/call.ts";
import { addEscalation } from "./support/cases.ts";
import { HOST, openWorld, type World } from "./support/world.ts";

const TOKEN = "a token of some length";
let world: World;
beforeEach(async () => {
  world = await openWorld();
});
afterEach(() => world.close());

describe("who is answered", () => {
  it.each(["evil.example", "evil.example:8888", "127.0.0.1", "127.0.0.1:9999"])(
    "a request for the host %s is refused",
    async (host) => {
      for (const path of ["/", "/health", "/api/tasks"]) {
        const { status, json } = await call(world, "GET", path, undefined, { host });
        expect(status).toBe(421);
        expect(json.error.code).toBe("forbidden");
      }
    },
  );

  it("any host is answered only where a token is needed", async () => {
    const open = await openWorld({ access: { hosts: "any" } });
    const closed = await openWorld({ access: { hosts: "any", token: TOKEN } });
    const headers = { host: "gradus.example" };
    expect((await call(open, "GET", "/health", undefined, headers)).status).toBe(421);
    expect((await call(closed, "GET", "/health", undefined, headers)).status).toBe(200);
    await open.close();
    await closed.close();
  });

  it.each([
    [{ origin: "https://evil.example" }, 403],
    [{ origin: "null" }, 403],
    [{ origin: `https://${HOST}.evil.example` }, 403],
    [{ "sec-fetch-site": "cross-site" }, 403],
    [{ "sec-fetch-site": "same-site" }, 403],
    [{ "content-type": "text/plain" }, 415],
    [{ "content-type": "application/x-www-form-urlencoded" }, 415],
  ])("a change with %j is refused", async (headers, status) => {
    const answer = await call(world, "POST", "/api/pause", { reason: "x" }, headers);
    expect(answer.status).toBe(status);
    expect((await world.core.store.settings.read()).paused).toBeUndefined();
  });

  it("a change from our own page or from a program is accepted", async () => {
    const ours = { origin: `http://${HOST}`, "sec-fetch-site": "same-origin" };
    expect((await call(world, "POST", "/api/pause", { reason: "x" }, ours)).status).toBe(200);
    expect((await call(world, "POST", "/api/resume", {})).status).toBe(200);
  });
});

describe("with a token set", () => {
  let locked: World;
  beforeEach(async () => {
    locked = await openWorld({ access: { token: TOKEN } });
  });
  afterEach(() => locked.close());

  it("everything but health needs it", async () => {
    expect((await call(locked, "GET", "/health")).status).toBe(200);
    for (const path of ["/", "/api/tasks", "/api/events", "/config.json", "/mail", "/api/nothing"]) {
      expect((await call(locked, "GET", path)).status).toBe(401);
    }
    for (const wrong of ["Bearer wrong", `Bearer ${TOKEN}x`, `Basic ${TOKEN}`, TOKEN, "Bearer "]) {
      expect((await call(locked, "GET", "/api/tasks", undefined, { authorization: wrong })).status).toBe(401);
    }
    expect(
      (await call(locked, "GET", "/api/tasks", undefined, { authorization: `Bearer ${TOKEN}` })).status,
    ).toBe(200);
  });

  it("a page that is opened with it once gets a cookie that is not the token, and is sent on without it", async () => {
    const first = await open(locked, `/tasks?token=${encodeURIComponent(TOKEN)}`);
    expect([first.status, first.headers.get("location")]).toEqual([303, "/tasks"]);
    const cookie = first.headers.get("set-cookie") ?? "";
    expect(cookie).toMatch(/HttpOnly/i);
    // Strict would leave it out where a link in web mail is followed.
    expect(cookie).toMatch(/SameSite=Lax/i);
    expect(cookie).not.toMatch(/Secure/i);
    expect(cookie).not.toContain(TOKEN);
    const session = cookie.split(";")[0] ?? "";
    expect((await open(locked, "/api/tasks", { cookie: session })).status).toBe(200);
    expect((await open(locked, "/tasks", { cookie: `${session}x` })).status).toBe(401);
    expect((await open(locked, "/tasks?token=wrong")).status).toBe(401);
  });

  it("who is signed in opens the page from another site, and changes nothing from there", async () => {
    const { headers } = await open(locked, `/?token=${encodeURIComponent(TOKEN)}`);
    const cookie = headers.get("set-cookie")?.split(";")[0] ?? "";
    const followed = { cookie, "sec-fetch-site": "cross-site", "sec-fetch-mode": "navigate" };
    expect((await open(locked, "/api/tasks", followed)).status).toBe(200);
    for (const from of [
      { "sec-fetch-site": "cross-site" },
      { origin: "https://mail.example" },
      { origin: "null" },
      { "content-type": "text/plain" },
    ]) {
      const answer = await call(locked, "POST", "/api/pause", { reason: "x" }, { cookie, ...from });
      expect([403, 415]).toContain(answer.status);
    }
    expect((await locked.core.store.settings.read()).paused).toBeUndefined();
  });

  it("what is only opened writes nothing", async () => {
    const asked = await addEscalation(locked, "help");
    const link = locked.api.links.sign("resolve", { escalation: asked.id, recipient: "ada@example.org" });
    const bearer = { authorization: `Bearer ${TOKEN}` };
    const { json } = await call(locked, "GET", "/api/openapi.json", undefined, bearer);
    const paths = Object.entries(json.paths as Record<string, object>)
      .filter(([path, of]) => "get" in of && !path.endsWith("/events"))
      .map(([path]) => path.replace(/\{(id|task)\}/g, path.includes("escalation") ? asked.id : asked.task));
    expect(paths.length).toBeGreaterThan(15);
    const written: string[] = [];
    locked.test.embedded.client.middlewareStack.add((next, { commandName = "" }) => async (args) => {
      if (!/^(Get|BatchGet|Query)/.test(commandName)) written.push(commandName);
      return next(args);
    });
    for (const path of [...paths, "/", link.replace(`http://${HOST}`, "")]) {
      const { status } = await open(locked, path, bearer);
      expect([200, 400, 404]).toContain(status);
    }
    expect(written).toEqual([]);
  });

  it("under the name that people elsewhere use its pages may change things, and the cookie is for HTTPS", async () => {
    const origin = "https://gradus.example.org";
    const host = "gradus.example.org";
    const proxied = await openWorld({ access: { token: TOKEN, hosts: [HOST, host], origin } });
    const { headers } = await open(proxied, `/?token=${encodeURIComponent(TOKEN)}`, { host });
    expect(headers.get("set-cookie")).toMatch(/; Secure/i);
    const cookie = headers.get("set-cookie")?.split(";")[0] ?? "";
    const ours = { cookie, origin, "sec-fetch-site": "same-origin" };
    // Some proxies ask under the name they know us by.
    for (const name of [host, HOST])
      expect(
        (await call(proxied, "POST", "/api/pause", { reason: "x" }, { ...ours, host: name })).status,
      ).toBe(200);
    for (const foreign of ["https://gradus.example.org.evil.example", "https://evil.example", "null"])
      expect((await call(proxied, "POST", "/api/resume", {}, { cookie, host, origin: foreign })).status).toBe(
        403,
      );
    await proxied.close();
  });

  it("it does not open the API as a query, and redirects nowhere else", async () => {
    const token = encodeURIComponent(TOKEN);
    expect((await call(locked, "GET", `/api/tasks?token=${token}`)).status).toBe(401);
    expect((await open(locked, `//evil.example/?token=${token}`)).headers.get("location")).toBe(
      "/evil.example/",
    );
  });
});

describe("who asks too much", () => {
  it("is told how long to wait, in the one shape of refusals, and nothing is done", async () => {
    let asked = 0;
    const busy = await openWorld({ access: { wait: async () => (++asked > 1 ? 7 : undefined) } });
    expect((await call(busy, "GET", "/api/tasks")).status).toBe(200);
    const { status, json, headers } = await call(busy, "POST", "/api/pause", { reason: "x" });
    expect({ status, wait: headers.get("retry-after") }).toEqual({ status: 429, wait: "7" });
    expect(json.error).toMatchObject({ code: "limit", message: expect.stringContaining("in 7 s") });
    expect((await busy.core.store.settings.read()).paused).toBeUndefined();
    await busy.close();
  });
});

describe("every answer", () => {
  it("forbids what is inline or from elsewhere, being framed, and leaking addresses", async () => {
    for (const path of ["/", "/health", "/nothing", "/style.css"]) {
      const { headers } = await open(world, path);
      const policy = headers.get("content-security-policy") ?? "";
      expect(policy).toContain("default-src 'none'");
      expect(policy).toContain("frame-ancestors 'none'");
      expect(policy).toContain("require-trusted-types-for 'script'");
      expect(policy).not.toContain("unsafe");
      expect(headers.get("x-content-type-options")).toBe("nosniff");
      expect(headers.get("referrer-policy")).toBe("no-referrer");
      expect(headers.get("x-request-id")).not.toBeNull();
    }
  });

  it("about a fault of ours is opaque, and the log has it under the same request id", async () => {
    world.core.store.tasks.get = () =>
      Promise.reject(new GradusError("corrupt", "row task|abc is broken: secret stuff"));
    const { status, json, headers } = await call(world, "GET", "/api/tasks/0000-1");
    expect([status, json.error.code]).toEqual([500, "corrupt"]);
    expect(json.error.requestId).toBe(headers.get("x-request-id"));
    expect(json.error.message).not.toContain("secret");
    expect(world.logged.join()).toContain("secret stuff");
    world.core.store.tasks.get = () => Promise.reject(new TypeError("x is undefined"));
    expect((await call(world, "GET", "/api/tasks/0000-1")).json.error).toMatchObject({ code: "internal" });
    expect((await call(world, "GET", "/api/tasks/0000-1")).text).not.toContain("undefined");
  });

  it.each([
    ["not_found", 404],
    ["conflict", 409],
    ["forbidden", 403],
    ["expired", 410],
    ["limit", 413],
    ["unavailable", 503],
    ["timeout", 504],
  ] as const)("maps %s to %d", async (code, status) => {
    world.core.store.tasks.get = () => Promise.reject(new GradusError(code, "why"));
    const answer = await call(world, "GET", "/api/tasks/0000-1");
    expect([answer.status, answer.json.error.code, answer.json.error.message]).toEqual([status, code, "why"]);
  });

  it("to a body that is too large is a refusal", async () => {
    const { status, json } = await call(world, "POST", "/api/pause", { reason: "x".repeat(300_000) });
    expect([status, json.error.code]).toEqual([413, "limit"]);
  });

  it("to a GET changes nothing", async () => {
    const before = await world.core.store.settings.read();
    const anomaly = "/api/test/anomaly?target=chatbot&type=kill";
    for (const path of ["/api/pause", "/api/resume", anomaly])
      expect((await call(world, "GET", path)).status).toBe(404);
    expect(await world.core.store.settings.read()).toEqual(before);
    expect(world.injected).toEqual([]);
  });
});
