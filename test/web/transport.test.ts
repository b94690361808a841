import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { createConnection, type Connection } from "../../web/src/api/connection.ts";
import { Problem } from "../../web/src/api/problem.ts";
import { createTransport } from "../../web/src/api/transport.ts";
import type { Session } from "../../web/src/auth/session.ts";
import { SignedOut } from "../../web/src/auth/tokens.ts";

type Answer = (init: RequestInit) => Response | Promise<Response>;
let connection: Connection;
let transport: typeof fetch;
let answers: Record<string, Answer>;

const good: Answer = () => Response.json({ fine: true });
const ofApi = (status: number) => () =>
  Response.json({ error: { message: "The store is full." } }, { status });
const ofGateway = (status: number) => () => Response.json({ message: "Nobody there" }, { status });
const dropped: Answer = () => Promise.reject(new TypeError("Failed to fetch"));
const hanging: Answer = ({ signal }) =>
  new Promise((_, refuse) => signal?.addEventListener("abort", () => refuse(new Error("aborted"))));
const half: Answer = () =>
  new Response(
    new ReadableStream({
      start(to) {
        to.enqueue(new TextEncoder().encode('{"tasks":['));
        to.error(new TypeError("network error"));
      },
    }),
  );
const html: Answer = () => new Response("<!doctype html>", { headers: { "content-type": "text/html" } });

/** What comes of it, as its words. */
const read = (path: string, init?: RequestInit): Promise<string> =>
  transport(path, init).then(
    () => "good",
    (error: Error) => error.message,
  );
const write = (path: string) => read(path, { method: "POST" });
const patience = () => vi.advanceTimersByTimeAsync(1_500);

beforeEach(() => {
  vi.useFakeTimers();
  answers = {};
  vi.stubGlobal("fetch", (url: string, init: RequestInit) => (answers[url] ?? good)(init));
  connection = createConnection();
  transport = createTransport(undefined, connection);
});
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

describe("Gradus is said not to answer", () => {
  it.each([
    ["nothing comes", dropped],
    ["half of an answer comes", half],
    ["the gateway answers in its place", ofGateway(503)],
    ["the gateway finds that there were too many requests", ofGateway(429)],
  ])("when %s", async (_what, answer) => {
    answers = { "/api/targets": answer, "/api/health": answer };
    await Promise.all([read("/api/targets"), read("/api/health")]);
    await patience();
    expect(connection.standing().silent?.since).toBeGreaterThan(0);
    answers = {};
    await read("/api/health");
    expect(connection.standing().silent).toBeUndefined();
  });

  it("when nothing has come for half a minute", async () => {
    answers = { "/api/targets": hanging };
    const told = read("/api/targets");
    await vi.advanceTimersByTimeAsync(29_000);
    expect(connection.standing().silent).toBeUndefined();
    await vi.advanceTimersByTimeAsync(3_000);
    expect(await told).toMatch(/cannot be reached/);
    expect(connection.standing().silent).toBeDefined();
  });

  it("when the place to sign in, which is asked first, cannot be reached", async () => {
    const session = { bearer: () => Promise.reject(new Error("The place to sign in cannot be reached.")) };
    transport = createTransport(session as Partial<Session> as Session, connection);
    await read("/api/targets");
    await patience();
    expect(connection.standing().silent?.why).toBe("The place to sign in cannot be reached.");
  });

  it("not for one route that fails, whoever says so, while others answer", async () => {
    const seen: boolean[] = [];
    connection.subscribe(() => seen.push(connection.standing().silent !== undefined));
    for (const answer of [ofApi(500), ofApi(503), ofGateway(500), ofGateway(504), dropped]) {
      answers = { "/api/stats": answer };
      await Promise.all([read("/api/stats"), read("/api/targets")]);
      await patience();
    }
    expect(seen).not.toContain(true);
  });

  it("not for one that gave up after the others had answered", async () => {
    answers = { "/api/stats": hanging };
    const stats = read("/api/stats");
    await vi.advanceTimersByTimeAsync(20_000);
    await read("/api/targets");
    await vi.advanceTimersByTimeAsync(12_000);
    await stats;
    expect(connection.standing().silent).toBeUndefined();
  });

  it("not by who stopped asking", async () => {
    answers = { "/api/tasks": hanging };
    const stop = new AbortController();
    const told = transport("/api/tasks", { signal: stop.signal }).catch((error: unknown) => error);
    stop.abort();
    expect(await told).not.toBeInstanceOf(Problem);
    await patience();
    expect(connection.standing().silent).toBeUndefined();
  });
});

describe("what is shown is as old as the last good answer", () => {
  it.each([
    ["the API refuses", ofApi(421)],
    ["the API fails", ofApi(500)],
    ["the page itself comes in its place", html],
  ])("when %s", async (_what, answer) => {
    await read("/api/targets");
    const { heardAt } = connection.standing();
    answers = { "/api/targets": answer };
    await vi.advanceTimersByTimeAsync(10_000);
    await read("/api/targets");
    expect(connection.standing()).toEqual({ heardAt, silent: undefined, signedOut: false });
  });
});

it("a token that is not taken any more, and a sign-in that has ended, are said to be over until one is taken", async () => {
  answers = { "/api/targets": ofApi(401) };
  await read("/api/targets");
  expect(connection.standing().signedOut).toBe(true);
  answers = {};
  await read("/api/targets");
  expect(connection.standing().signedOut).toBe(false);
  const session = { bearer: () => Promise.reject(new SignedOut("Nobody is signed in.")) };
  transport = createTransport(session as Partial<Session> as Session, connection);
  expect(await read("/api/targets")).toBe("Nobody is signed in.");
  expect(connection.standing().signedOut).toBe(true);
});

it("only what is read is tried again: of a change it is said that it may not have been done", async () => {
  for (const answer of [dropped, ofGateway(429), ofGateway(502)]) {
    answers = { "/api/pause": answer };
    expect(await read("/api/pause")).toMatch(/This page tries again by itself\./);
    const said = await write("/api/pause");
    expect(said).toContain("It may not have been done: look, and press again.");
    expect(said).not.toContain("by itself");
  }
});

it("a change is waited for as long as it takes", async () => {
  answers = { "/api/replay": () => new Promise((done) => setTimeout(() => done(Response.json({})), 90_000)) };
  const told = write("/api/replay");
  await vi.advanceTimersByTimeAsync(91_000);
  expect(await told).toBe("good");
});
