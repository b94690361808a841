import { pbkdf2Sync } from "node:crypto";
import { readFileSync } from "node:fs";
import { createServer } from "node:http";
import { admin, isLocal, readBody } from "./admin.mjs";
import { createCache } from "./cache.mjs";
import { createDependency } from "./dependency.mjs";
import { health } from "./health.mjs";
import { createJobs } from "./jobs.mjs";
import { createLog } from "./log.mjs";
import { createMetrics } from "./metrics.mjs";
import { createSessions } from "./session.mjs";
import * as settings from "./settings.mjs";
import { startTraffic } from "./traffic.mjs";

const commonConfig = {
  cacheEntries: [10, 10_000],
  signatureRounds: [1, 200_000],
  trafficPerSecond: [0.1, 50],
  memoryLimitMb: [32, 4_096],
  maxErrorRate: [0, 1],
};

/**
 * Starts a service. `build({config, cache, jobs, log, publicUrl, dependencies})` gives its routes
 * (`[pattern, handler(match, query)]`, handlers give JSON or undefined for 404), the paths its own
 * visitors ask for, and what to warm up.
 */
export function start({ service, config: shape, uses = [], build }) {
  const { version } = JSON.parse(readFileSync(new URL("../package.json", import.meta.url), "utf8"));
  const log = createLog(settings.text("LOG_LEVEL"));
  const publicUrl = settings.url("PUBLIC_BASE_URL");
  const port = settings.port("PORT");
  const host = settings.text("HOST");
  const config = settings.readConfig("config.json", { ...commonConfig, ...shape });

  const metrics = createMetrics({ service, version });
  const cache = createCache(config.cacheEntries);
  const jobs = createJobs(log);
  const sessions = createSessions();
  const dependencies = uses.flatMap(({ name, variable, required, probePath }) => {
    const base = required ? settings.url(variable) : settings.optionalUrl(variable);
    return base ? [createDependency(name, base, probePath, log)] : [];
  });
  let blipUntil = 0;
  const blip = () => Date.now() < blipUntil;
  const product = build({ config, cache, jobs, log, publicUrl, dependencies });
  const controls = admin({ cache, jobs, log, blip: (ms) => (blipUntil = Date.now() + ms) });
  const state = { service, version, config, cache, jobs, metrics, dependencies, blip };
  let turn = 0;

  /** Answers are signed, so that a proxy on the way cannot change them: the CPU that a request costs. */
  const sign = (value) =>
    pbkdf2Sync(JSON.stringify(value), service, config.signatureRounds, 16, "sha256").toString("hex");

  const business = async (request, response, url) => {
    const began = performance.now();
    let code = 200;
    try {
      if (blip()) throw new Error("connection pool is being rebuilt");
      sessions.open(request.headers["x-visitor"] ?? "guest");
      turn += 1;
      if (!cache.isReadable(turn))
        throw new Error("cache segment 1 is unreadable: unexpected end of segment");
      const found = product.routes.find(([pattern]) => pattern.test(url.pathname));
      const value = await found?.[1](found[0].exec(url.pathname), url.searchParams);
      if (value === undefined) {
        code = 404;
        send(response, code, { error: "not_found" });
      } else send(response, code, value, { "x-content-signature": sign(value) });
    } catch (error) {
      const unavailable = error.code === "DEPENDENCY_UNAVAILABLE";
      code = unavailable || blip() ? 503 : 500;
      log.error(`${request.method} ${url.pathname} ${code}`, error);
      const body = unavailable
        ? { error: "dependency_unavailable", dependency: error.dependency }
        : { error: "internal" };
      send(response, code, body);
    } finally {
      metrics.observe(code, performance.now() - began);
    }
  };

  const control = async (request, response, path) => {
    if (!isLocal(request)) return send(response, 403, { error: "forbidden" });
    const act = Object.hasOwn(controls, path) ? controls[path] : undefined;
    if (!act || request.method !== "POST") return send(response, 404, { error: "not_found" });
    try {
      const result = act(await readBody(request));
      if (result) send(response, 200, result);
      else send(response, 400, { error: "unknown_fault" });
    } catch {
      send(response, 400, { error: "bad_request" });
    }
  };

  const gauges = () => [
    ["cache_entries", "Entries in the cache.", cache.entries()],
    ["cache_bytes", "Bytes in the cache.", cache.bytes()],
    ["cache_corrupt_entries", "Entries that fail verification.", cache.corrupt()],
    ["jobs_paused", "1 while background jobs are paused.", jobs.isPaused() ? 1 : 0],
    ["jobs_in_flight", "Background runs that have not ended.", jobs.inFlight()],
    [
      "jobs_completed",
      "Background runs since the start.",
      jobs.list().reduce((sum, job) => sum + job.runs, 0),
    ],
    ...(product.gauges?.() ?? []),
  ];

  const server = createServer((request, response) => {
    const url = new URL(request.url, publicUrl);
    if (url.pathname === "/health") {
      const now = health(state);
      send(response, now.status === "failing" ? 503 : 200, now);
    } else if (url.pathname === "/metrics") {
      send(response, 200, metrics.render(gauges()), { "content-type": "text/plain; version=0.0.4" });
    } else if (url.pathname.startsWith("/admin/")) void control(request, response, url.pathname);
    else void business(request, response, url);
  });
  server.keepAliveTimeout = 5_000;
  product.warm();
  server.listen(port, host, () => {
    log.info(`${service} ${version} listening on ${host}:${port} pid ${process.pid}`);
    startTraffic(port, product.visits, config.trafficPerSecond);
  });
  process.on("SIGTERM", () => {
    log.info("SIGTERM received, stopping");
    server.close(() => process.exit(0));
    setTimeout(() => process.exit(0), 200);
    server.closeIdleConnections();
  });
}

function send(response, code, value, headers = {}) {
  response.writeHead(code, { "content-type": "application/json; charset=utf-8", ...headers });
  response.end(typeof value === "string" ? value : `${JSON.stringify(value)}\n`);
}
