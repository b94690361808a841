import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { createServer, type RequestListener } from "node:http";
import { createServer as createSecure } from "node:https";
import { type AddressInfo, createServer as createTcp, type LookupFunction, type Server } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { checkSchema, factsOf } from "@gradus/core";
import { createLocalHost } from "@gradus/targets";
import { afterEach, describe, expect, it } from "vitest";
import { isBlindSpot } from "../../src/board/board.ts";
import { httpDetector } from "../../src/http/detect.ts";
import { createGuardedFetch } from "../../src/http/fetch.ts";
import { gatherChecks } from "../../src/http/gather.ts";
import { createAddressGuard } from "../../src/http/guard.ts";
import { createProbe, type Probe, type ProbeOptions } from "../../src/http/probe.ts";
import { isHealthy } from "../../src/watcher/health.ts";
import { ids, seen, targetOf } from "../support/build.ts";

/** All of 127.0.0.0/8 is this machine: one address of it plays the public one, another what must not be reached. */
const PUBLIC = "127.0.0.2";
const SECRET = "127.0.0.3";
const guard = createAddressGuard({ allow: [`${PUBLIC}/32`] });

const open: Array<{ close(): unknown; closeAllConnections?: () => void }> = [];
afterEach(() => {
  for (const one of open.splice(0)) {
    one.closeAllConnections?.();
    one.close();
  }
});

interface Served {
  port: number;
  /** Connections that were made to it, whatever came of them. */
  connections: number;
}
async function listen(server: Server, address: string, port = 0): Promise<Served> {
  open.push(server);
  const served = { port, connections: 0 };
  server.on("connection", () => (served.connections += 1));
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, address, resolve);
  });
  served.port = (server.address() as AddressInfo).port;
  return served;
}
const serve = (handler: RequestListener, address: string, port?: number): Promise<Served> =>
  listen(createServer(handler), address, port);
const ok: RequestListener = (_, res) => res.end("well");
const redirectTo =
  (location: string): RequestListener =>
  (_, res) =>
    res.writeHead(302, { location }).end();

function probing(options: ProbeOptions = { guard }): Probe {
  const probe = createProbe(options);
  open.push(probe);
  return probe;
}
const page = (url: string, probe = probing()) =>
  probe.page({ url, method: "GET", timeoutMs: 2_000, maxBytes: 1_000 }, 0);
/** Answers names in the way of a resolver that the other side controls. */
const resolver =
  (answers: Array<string[]>): LookupFunction =>
  (_, options, callback) => {
    const all = (answers.length > 1 ? answers.shift() : answers[0]) ?? [];
    const found = all.map((address) => ({ address, family: address.includes(":") ? 6 : 4 }));
    if (options.all) callback(null, found);
    else callback(null, found[0]?.address ?? "", found[0]?.family ?? 4);
  };

describe("a guarded probe", () => {
  it("asks an address that is allowed, and follows a redirect to it", async () => {
    const { port } = await serve(ok, PUBLIC);
    const from = await serve(redirectTo(`http://${PUBLIC}:${port}/`), PUBLIC);
    expect(await page(`http://${PUBLIC}:${from.port}/`)).toMatchObject({
      ok: true,
      answer: { body: "well" },
    });
  });

  it("never connects to where an allowed server redirects it, and says why", async () => {
    const secret = await serve(ok, SECRET);
    const from = await serve(redirectTo(`http://${SECRET}:${secret.port}/`), PUBLIC);
    expect(await page(`http://${PUBLIC}:${from.port}/`)).toMatchObject({
      ok: false,
      outcome: "error",
      detail: "blocked: 127.0.0.3 is loopback",
      blind: true,
    });
    expect(secret.connections).toBe(0);
    expect(from.connections).toBe(1);
  });

  it("looks at the last of several hops as at the first", async () => {
    const secret = await serve(ok, SECRET);
    const hop: RequestListener = (req, res) => {
      const n = Number(req.url?.slice(1));
      const next = n > 0 ? `/${n - 1}` : `http://[::ffff:${SECRET}]:${secret.port}/`;
      res.writeHead(307, { location: next }).end();
    };
    const from = await serve(hop, PUBLIC);
    expect(await page(`http://${PUBLIC}:${from.port}/3`)).toMatchObject({ ok: false, blind: true });
    expect(secret.connections).toBe(0);
  });

  it("is not deceived by other ways to write an address", async () => {
    const secret = await serve(ok, SECRET);
    const forms = [
      "0x7f000003",
      "2130706435",
      "0177.0.0.3",
      "127.3",
      "0x7f.0.0.3",
      "[::ffff:127.0.0.3]",
      "[::ffff:7f00:3]",
    ];
    for (const form of forms) {
      const seen = await page(`http://${form}:${secret.port}/`);
      expect(seen, form).toMatchObject({ ok: false, outcome: "error", blind: true });
    }
    expect(secret.connections).toBe(0);
    for (const url of ["http://localhost:1/", "http://[::1]:1/", "https://127.0.0.1:1/", "http://0/"])
      expect(await page(url), url).toMatchObject({ ok: false, blind: true });
  });

  it("is not deceived by a name that leads to a forbidden address", async () => {
    const secret = await serve(ok, SECRET);
    const probe = probing({ guard, lookup: resolver([[SECRET]]) });
    for (const scheme of ["http", "https"])
      expect(await page(`${scheme}://metadata.test:${secret.port}/`, probe)).toMatchObject({
        ok: false,
        outcome: "error",
        detail: "blocked: metadata.test: 127.0.0.3 is loopback",
        blind: true,
      });
    expect(secret.connections).toBe(0);
  });

  it("connects to the address that was looked at, whatever the name says a moment later (DNS rebinding)", async () => {
    const good = await serve(ok, PUBLIC);
    const secret = await serve(ok, SECRET, good.port);
    const answers = [[PUBLIC], [SECRET]];
    const probe = probing({ guard, lookup: resolver(answers) });
    expect(await page(`http://rebind.test:${good.port}/`, probe)).toMatchObject({ ok: true });
    expect(answers).toEqual([[SECRET]]);
    expect(good.connections).toBe(1);
    // Without the connection that was kept, the name is asked again.
    probe.close();
    expect(await page(`http://rebind.test:${good.port}/`, probe)).toMatchObject({
      ok: false,
      blind: true,
    });
    expect(secret.connections).toBe(0);
  });

  it("uses only the allowed ones of a name's addresses", async () => {
    const good = await serve(ok, PUBLIC);
    const secret = await serve(ok, SECRET, good.port);
    const probe = probing({ guard, lookup: resolver([[SECRET, "::1", PUBLIC]]) });
    expect(await page(`http://both.test:${good.port}/`, probe)).toMatchObject({ ok: true });
    expect(good.connections).toBe(1);
    expect(secret.connections).toBe(0);
  });

  it("holds for TCP checks, by address and by name", async () => {
    const good = await listen(
      createTcp(() => {}),
      PUBLIC,
    );
    const secret = await listen(
      createTcp(() => {}),
      SECRET,
      good.port,
    );
    const check = (host: string, probe = probing()) =>
      probe.check(checkSchema.parse({ kind: "tcp", host, port: good.port }), "0", undefined, 0);
    expect(await check(PUBLIC)).toMatchObject({ outcome: "ok" });
    for (const host of [SECRET, "::ffff:127.0.0.3", "localhost", "127.3", "0x7f000003"])
      await expect(check(host), host).rejects.toMatchObject({ code: "forbidden" });
    const named = probing({ guard, lookup: resolver([[SECRET]]) });
    await expect(check("db.test", named)).rejects.toThrow("blocked: db.test: 127.0.0.3 is loopback");
    expect(secret.connections).toBe(0);
  });

  it("holds for HTTPS: the handshake is never begun", async () => {
    const dir = mkdtempSync(join(tmpdir(), "gradus-guard-"));
    const [key, cert] = [join(dir, "k"), join(dir, "c")];
    const made =
      "req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 9 -subj /CN=x".split(" ");
    execFileSync("openssl", [...made, "-keyout", key, "-out", cert], { stdio: "ignore" });
    const secure = createSecure({ key: readFileSync(key), cert: readFileSync(cert) }, ok);
    rmSync(dir, { recursive: true });
    const secret = await listen(secure, SECRET);
    const from = await serve(redirectTo(`https://${SECRET}:${secret.port}/`), PUBLIC);
    expect(await page(`https://${SECRET}:${secret.port}/`)).toMatchObject({ ok: false, blind: true });
    expect(await page(`http://${PUBLIC}:${from.port}/`)).toMatchObject({ ok: false, blind: true });
    expect(secret.connections).toBe(0);
    // Without a guard the same server is reached: it is the guard that kept us away.
    expect(await page(`https://${SECRET}:${secret.port}/`, probing({}))).toMatchObject({ outcome: "tls" });
  });

  it("still tells a name that is not there from one that must not be asked", async () => {
    const lookup: LookupFunction = (name, _, callback) =>
      callback(Object.assign(new Error(`getaddrinfo ENOTFOUND ${name}`), { code: "ENOTFOUND" }), []);
    expect(await page("http://gone.test/", probing({ guard, lookup }))).toMatchObject({
      outcome: "unreachable",
    });
  });
});

describe("a check that must not be made", () => {
  it("is noted as unknown, and is no signal that its target is down", async () => {
    const target = targetOf({
      health: [
        { kind: "http", url: "http://169.254.169.254/latest/meta-data/" },
        { kind: "tcp", host: "10.0.0.1", port: 5432 },
      ],
    });
    const scene = { target: target.id, source: "http" as const, at: 1, ids };
    const observations = await gatherChecks(probing(), createLocalHost(), target, scene);
    expect(factsOf(observations, "check")).toEqual([]);
    expect(observations.map((o) => o.text)).toEqual([
      "check_unknown:0: GET http://169.254.169.254/latest/meta-data/: blocked: 169.254.169.254 is link-local",
      "check_unknown:1: connect 10.0.0.1:5432: blocked: 10.0.0.1 is private",
    ]);
    expect(httpDetector.detect({ target, observations, state: null, now: 1 }).signals).toEqual([]);
    // Nor does it let anything else pass for health: nobody knows whether the issue that the check would show is gone.
    const other = seen("service", { kind: "process", running: true, recentStarts: 0 });
    expect(isHealthy([other], [])).toBe(true);
    expect(isHealthy([other, ...observations], [])).toBe(false);
    expect(observations.every(isBlindSpot)).toBe(true);
  });
});

describe("a guarded fetch", () => {
  const fetch = createGuardedFetch({ guard });
  it("gives the status of what was asked, and follows no redirect", async () => {
    const secret = await serve(ok, SECRET);
    const asked: string[] = [];
    const handler: RequestListener = (req, res) => {
      asked.push(`${req.method} ${req.url}`);
      if (req.url === "/away") redirectTo(`http://${SECRET}:${secret.port}/`)(req, res);
      else res.writeHead(req.url === "/none" ? 204 : 200).end("x");
    };
    const { port } = await serve(handler, PUBLIC);
    const at = (path: string): string => `http://${PUBLIC}:${port}${path}`;
    expect(await fetch(at("/clear"), { method: "POST" })).toMatchObject({ ok: true, status: 200 });
    expect(await fetch(at("/none"), { method: "DELETE" })).toMatchObject({ ok: true, status: 204 });
    expect(await fetch(at("/away"), { method: "PUT" })).toMatchObject({ ok: false, status: 302 });
    expect(asked).toEqual(["POST /clear", "DELETE /none", "PUT /away"]);
    expect(secret.connections).toBe(0);
  });

  it("refuses a forbidden address, and tells that apart from a server that is not there", async () => {
    const secret = await serve(ok, SECRET);
    const url = `http://${SECRET}:${secret.port}/`;
    await expect(fetch(url, { method: "POST" })).rejects.toMatchObject({ code: "forbidden" });
    expect(secret.connections).toBe(0);
    await expect(fetch(`http://${PUBLIC}:1/`)).rejects.toMatchObject({ code: "unavailable" });
  });

  it("ends when its signal says so", async () => {
    const silent = await serve(() => {}, PUBLIC);
    const signal = AbortSignal.timeout(50);
    await expect(fetch(`http://${PUBLIC}:${silent.port}/`, { signal })).rejects.toThrow(/timeout/);
  });
});
