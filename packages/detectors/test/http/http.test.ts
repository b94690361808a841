import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { createServer, type RequestListener, type Server } from "node:http";
import { createServer as createSecure } from "node:https";
import { connect, createServer as createTcp, type AddressInfo, type Socket } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { checkSchema } from "@gradus/core";
import { createLocalHost } from "@gradus/targets";
import { afterAll, afterEach, describe, expect, it } from "vitest";
import { httpDetector } from "../../src/http/detect.ts";
import { createProbe } from "../../src/http/probe.ts";
import { seen, targetOf } from "../support/build.ts";

const host = createLocalHost();
const probe = createProbe();
const open: Array<{ close(): unknown; closeAllConnections?: () => void }> = [];
afterEach(() => {
  for (const server of open.splice(0)) {
    server.closeAllConnections?.();
    server.close();
  }
});
afterAll(() => probe.close());

async function listen(server: Server | ReturnType<typeof createTcp>): Promise<number> {
  open.push(server);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return (server.address() as AddressInfo).port;
}
const serve = async (handler: RequestListener): Promise<string> =>
  `http://127.0.0.1:${await listen(createServer(handler))}`;
const run = (check: Record<string, unknown>) =>
  probe.check(checkSchema.parse({ timeoutMs: 400, ...check }), "0", host, Date.now());
const get = (url: string, more: Record<string, unknown> = {}) => run({ kind: "http", url, ...more });

describe("an HTTP check", () => {
  it("is good for the wanted status and text, with the time it took", async () => {
    const url = await serve((_, res) => res.end("all is well"));
    expect(await get(url, { body: "is well" })).toMatchObject({
      outcome: "ok",
      status: 200,
    });
    expect((await get(url)).latencyMs).toBeGreaterThan(0);
  });

  it("tells a wrong status, wrong content and a slow answer apart", async () => {
    const url = await serve((req, res) => {
      if (req.url === "/500") res.writeHead(500);
      if (req.url === "/slow") setTimeout(() => res.end("x"), 60);
      else res.end("password=hunter2");
    });
    expect(await get(`${url}/500`)).toMatchObject({
      outcome: "status",
      status: 500,
      detail: "expected 200: password=[redacted]",
    });
    expect(await get(url, { body: "yes" })).toMatchObject({ outcome: "body" });
    expect(await get(`${url}/slow`, { latencyMs: 20 })).toMatchObject({ outcome: "slow" });
  });

  it("gives up on a server that accepts and never answers", async () => {
    const port = await listen(createTcp(() => {}));
    const began = performance.now();
    expect(await get(`http://127.0.0.1:${port}/`)).toMatchObject({ outcome: "timeout" });
    expect(performance.now() - began).toBeLessThan(1_000);
  });

  it("gives up on a server that drips one byte at a time", async () => {
    const url = await serve((_, res) => {
      const timer = setInterval(() => res.write("."), 20);
      res.on("close", () => clearInterval(timer));
    });
    expect(await get(url)).toMatchObject({ outcome: "timeout", detail: "the answer did not end in time" });
  });

  it("reads no more than a megabyte of a fifty megabyte body", async () => {
    let sent = 0;
    const url = await serve((_, res) => {
      const chunk = Buffer.alloc(65_536);
      const more = (): void => {
        while (sent < 50 * 1_048_576) {
          sent += chunk.length;
          if (!res.write(chunk)) return void res.once("drain", more);
        }
        res.end();
      };
      more();
    });
    expect(await get(url, { timeoutMs: 5_000 })).toMatchObject({ outcome: "too_large" });
    expect(sent).toBeLessThan(20 * 1_048_576);
  });

  it("follows redirects, but not in a circle and not more than five", async () => {
    const url = await serve((req, res) => {
      const n = Number(req.url?.slice(2));
      if (req.url === "/self") res.writeHead(302, { location: "/self" });
      else if (req.url === "/a") res.writeHead(301, { location: "/b" });
      else if (req.url === "/b") res.writeHead(301, { location: "/a" });
      else if (req.url?.startsWith("/n") && n > 0) res.writeHead(302, { location: `/n${n - 1}` });
      else res.writeHead(200);
      res.end();
    });
    expect(await get(`${url}/self`)).toMatchObject({ outcome: "redirect" });
    expect(await get(`${url}/a`)).toMatchObject({ outcome: "redirect" });
    expect(await get(`${url}/n5`)).toMatchObject({ outcome: "ok" });
    expect(await get(`${url}/n6`)).toMatchObject({ outcome: "redirect" });
    expect(await get(`${url}/self`, { status: 302 })).toMatchObject({
      outcome: "ok",
      status: 302,
    });
  });

  it("tells a closed port, a name that is not there, and what is not HTTP apart", async () => {
    const port = await listen(createTcp((socket) => socket.end("SSH-2.0-OpenSSH\r\n")));
    const hangs = await listen(createTcp((socket) => socket.destroy()));
    expect(await get("http://127.0.0.1:1/")).toMatchObject({ outcome: "refused" });
    expect(await get("http://no-such-host.invalid/", { timeoutMs: 3_000 })).toMatchObject({
      outcome: "unreachable",
    });
    expect(await get(`http://127.0.0.1:${port}/`)).toMatchObject({ outcome: "protocol" });
    expect(await get(`http://127.0.0.1:${hangs}/`)).toMatchObject({ outcome: "error" });
  });

  it("takes a connection that died while it was idle for no fault of the server", async () => {
    const sockets = new Set<Socket>();
    const server = createServer((_, res) => res.end("ok"));
    server.on("connection", (socket) => sockets.add(socket));
    const url = `http://127.0.0.1:${await listen(server)}`;
    for (let i = 0; i < 20; i += 1) {
      const looking = get(url);
      expect(await looking).toMatchObject({ outcome: "ok" });
      for (const socket of sockets) socket.resetAndDestroy();
      sockets.clear();
    }
  });

  it("knows how long a certificate lasts, and that an expired or unknown one is a TLS problem", async () => {
    const dir = mkdtempSync(join(tmpdir(), "gradus-tls-"));
    const file = (name: string): string => join(dir, name);
    execFileSync(
      "openssl",
      [
        "req",
        "-x509",
        "-newkey",
        "ec",
        "-pkeyopt",
        "ec_paramgen_curve:prime256v1",
        "-nodes",
        "-keyout",
        file("k"),
        "-out",
        file("c"),
        "-days",
        "10",
        "-subj",
        "/CN=127.0.0.1",
        "-addext",
        "subjectAltName=IP:127.0.0.1",
      ],
      { stdio: "ignore" },
    );
    const server = createSecure({ key: readFileSync(file("k")), cert: readFileSync(file("c")) }, (_, res) =>
      res.end("ok"),
    );
    const port = await listen(server);
    rmSync(dir, { recursive: true });
    const fact = await get(`https://127.0.0.1:${port}/`);
    expect(fact).toMatchObject({ outcome: "tls" });
    expect(fact.detail).toMatch(/SELF_SIGNED/);
  });

  it("checks a thousand targets on one core in less than ten seconds", async () => {
    const url = await serve((_, res) => res.end("ok"));
    const began = performance.now();
    const facts = await Promise.all(
      Array.from({ length: 1_000 }, (_, i) => get(`${url}/${i}`, { timeoutMs: 3_000 })),
    );
    const took = performance.now() - began;
    expect(facts.every((fact) => fact.outcome === "ok")).toBe(true);
    expect(took).toBeLessThan(10_000);
    console.log(`1,000 HTTP checks: ${Math.round(took)} ms`);
  });
});

describe("other checks", () => {
  it("connect to a port", async () => {
    const port = await listen(createTcp(() => {}));
    expect(await run({ kind: "tcp", host: "127.0.0.1", port })).toMatchObject({ outcome: "ok" });
    expect(await run({ kind: "tcp", host: "127.0.0.1", port: 1 })).toMatchObject({ outcome: "refused" });
    connect(port).destroy();
  });

  it("run a command", async () => {
    expect(await run({ kind: "command", command: ["true"] })).toMatchObject({ outcome: "ok" });
    expect(await run({ kind: "command", command: ["sh", "-c", "echo broken >&2; exit 3"] })).toMatchObject({
      outcome: "exit",
      status: 3,
      detail: "exit 3: broken",
    });
    expect(await run({ kind: "command", command: ["sleep", "5"], timeoutMs: 100 })).toMatchObject({
      outcome: "timeout",
    });
  });
});

describe("the http detector", () => {
  const detect = (...facts: Array<Partial<Parameters<typeof seen>[1]>>) =>
    httpDetector
      .detect({
        target: targetOf(),
        state: null,
        now: 1,
        observations: facts.map((f) =>
          seen("http", { kind: "check", check: "0", type: "http", outcome: "ok", ...f } as never),
        ),
      })
      .signals.map((s) => s.symptom);

  it("names each outcome", () => {
    const outcomes = [
      "ok",
      "refused",
      "unreachable",
      "timeout",
      "error",
      "status",
      "body",
      "protocol",
      "slow",
      "redirect",
      "too_large",
      "tls",
    ];
    expect(outcomes.flatMap((outcome) => detect({ outcome } as never))).toEqual([
      "http_unreachable",
      "http_unreachable",
      "http_timeout",
      "http_timeout",
      "http_status",
      "http_body",
      "http_body",
      "http_slow",
      "http_redirect_loop",
      "http_too_large",
      "http_tls",
    ]);
    expect(
      detect({ type: "tcp", outcome: "refused" } as never, { type: "command", outcome: "exit" } as never),
    ).toEqual(["tcp_unreachable", "check_failed"]);
  });

  it("says nothing of a target that was stopped on purpose", () => {
    expect(
      detect(
        { outcome: "refused" } as never,
        { kind: "process", running: false, recentStarts: 0, stoppedOnPurpose: true } as never,
      ),
    ).toEqual([]);
  });
});
