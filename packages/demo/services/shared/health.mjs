const round = (value, digits) => Number(value.toFixed(digits));

/**
 * What is true now, by check. "degraded" still answers 200 (slow or fat, but right); "failing" answers 503.
 */
export function health({ service, version, config, cache, jobs, metrics, dependencies, blip }) {
  const checks = {};
  const put = (name, status, detail) => {
    checks[name] = { status, detail };
  };

  const corrupt = cache.corrupt();
  if (corrupt > 0) put("cache", "failing", `${corrupt} of ${cache.entries()} entries fail verification`);
  else put("cache", "ok", `${cache.entries()} entries`);

  const { requests, rate } = metrics.recent();
  const tooMany = requests >= 5 && rate > config.maxErrorRate;
  put("errors", tooMany ? "failing" : "ok", `error rate ${round(rate, 2)} over ${requests} requests`);

  const rss = process.memoryUsage.rss() / 1024 / 1024;
  const fat = rss > config.memoryLimitMb;
  put("memory", fat ? "degraded" : "ok", `${round(rss, 0)} MB resident, limit ${config.memoryLimitMb} MB`);

  const lag = metrics.lagMilliseconds();
  put("eventLoop", lag > 100 ? "degraded" : "ok", `lag ${round(lag, 0)} ms`);
  put("jobs", "ok", jobs.isPaused() ? "paused" : "running");

  for (const dependency of dependencies) {
    put(dependency.name, dependency.isUp() ? "ok" : "failing", dependency.detail());
  }
  if (blip()) put("connections", "failing", "pool is being rebuilt");

  const statuses = Object.values(checks).map((check) => check.status);
  const status = statuses.includes("failing") ? "failing" : statuses.includes("degraded") ? "degraded" : "ok";
  return { status, service, version, checks };
}
