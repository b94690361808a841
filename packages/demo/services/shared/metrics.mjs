import { readdirSync } from "node:fs";
import { monitorEventLoopDelay } from "node:perf_hooks";

const windowSeconds = 6;

/** Counts requests and knows the error rate of the last six seconds (500 only: a 503 has a check of its own). */
export function createMetrics(labels) {
  const codes = new Map();
  const seconds = new Map();
  let durationSum = 0;
  let durationCount = 0;
  let errors = 0;
  let lag = 0;
  let lastLag = 0;
  const delay = monitorEventLoopDelay({ resolution: 20 });
  delay.enable();
  setInterval(() => {
    lastLag = lag;
    lag = Math.max(0, delay.max / 1e6 - 20);
    delay.reset();
  }, 1_000).unref();
  const worstLag = () => Math.max(lag, lastLag);

  return {
    observe(code, milliseconds) {
      codes.set(code, (codes.get(code) ?? 0) + 1);
      durationSum += milliseconds / 1000;
      durationCount += 1;
      const failed = code >= 500 ? 1 : 0;
      errors += failed;
      const second = Math.floor(Date.now() / 1000);
      const bucket = seconds.get(second) ?? { all: 0, failed: 0 };
      seconds.set(second, { all: bucket.all + 1, failed: bucket.failed + (code === 500 ? 1 : 0) });
      for (const old of seconds.keys()) if (old <= second - windowSeconds) seconds.delete(old);
    },
    recent() {
      const since = Math.floor(Date.now() / 1000) - windowSeconds;
      let all = 0;
      let failed = 0;
      for (const [second, bucket] of seconds) {
        if (second <= since) continue;
        all += bucket.all;
        failed += bucket.failed;
      }
      return { requests: all, rate: all === 0 ? 0 : failed / all };
    },
    lagMilliseconds: worstLag,
    /** The Prometheus text format; `gauges` are the service's own. */
    render(gauges) {
      const memory = process.memoryUsage();
      const cpu = process.cpuUsage();
      const lines = [];
      const put = (kind, name, help, rows) => {
        lines.push(`# HELP ${name} ${help}`, `# TYPE ${name} ${kind}`);
        for (const [label, value] of rows) lines.push(`${name}${label} ${value}`);
      };
      const gauge = (name, help, value) => put("gauge", name, help, [["", value]]);
      const counter = (name, help, value) => put("counter", name, help, [["", value]]);
      put("gauge", "service_info", "What is running.", [
        [`{service="${labels.service}",version="${labels.version}"}`, 1],
      ]);
      gauge("process_resident_memory_bytes", "Resident memory.", memory.rss);
      counter("process_cpu_seconds_total", "CPU time, user and system.", (cpu.user + cpu.system) / 1e6);
      gauge(
        "process_start_time_seconds",
        "Start, Unix time.",
        (Date.now() / 1000 - process.uptime()).toFixed(3),
      );
      gauge("process_open_fds", "Open file descriptors.", openFiles());
      gauge("nodejs_heap_used_bytes", "Used heap.", memory.heapUsed);
      gauge("nodejs_heap_total_bytes", "Committed heap.", memory.heapTotal);
      gauge("nodejs_external_memory_bytes", "Memory outside of the heap.", memory.external);
      gauge("nodejs_eventloop_lag_seconds", "Recent worst event loop lag.", (worstLag() / 1000).toFixed(4));
      put(
        "counter",
        "http_requests_total",
        "Business requests answered.",
        [...codes].map(([code, count]) => [`{code="${code}"}`, count]),
      );
      counter("http_request_errors_total", "Business requests answered with 5xx.", errors);
      put("summary", "http_request_duration_seconds", "Time to answer.", [
        ["_sum", durationSum.toFixed(6)],
        ["_count", durationCount],
      ]);
      for (const [name, help, value] of gauges) gauge(name, help, value);
      return `${lines.join("\n")}\n`;
    },
  };
}

function openFiles() {
  try {
    return readdirSync("/proc/self/fd").length;
  } catch {
    return 0;
  }
}
