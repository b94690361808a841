/** Control for operators, and the faults that injectors switch on. Loopback only, never from a web page. */
export function admin({ cache, jobs, log, blip }) {
  const faults = {
    high_memory: () => cache.grow(150),
    high_cpu: () => jobs.runAway(),
    high_error: () => cache.damage(),
    poisoned_cache: () => cache.poison(),
    blip: () => blip(3_000),
    crash: () =>
      setImmediate(() => {
        throw new Error("Cannot finish request: upstream closed the stream twice");
      }),
  };
  return {
    "/admin/cache/clear": () => {
      cache.clear();
      log.info("cache cleared");
      return { cleared: true };
    },
    "/admin/pause": () => {
      jobs.pause();
      log.info("background jobs paused");
      return { paused: true };
    },
    "/admin/resume": () => {
      jobs.resume();
      log.info("background jobs resumed");
      return { paused: false };
    },
    "/admin/fault": ({ type }) => {
      const start = Object.hasOwn(faults, type) ? faults[type] : undefined;
      if (!start) return undefined;
      start();
      return { started: type };
    },
  };
}

export function isLocal(request) {
  const from = request.socket.remoteAddress ?? "";
  return (from === "127.0.0.1" || from === "::1" || from === "::ffff:127.0.0.1") && !request.headers.origin;
}

/** The JSON body of a control request, at most 4 KB; an empty one is {}. */
export async function readBody(request) {
  let body = "";
  for await (const chunk of request) {
    body += chunk;
    if (body.length > 4_096) throw new RangeError("body is too large");
  }
  return body === "" ? {} : JSON.parse(body);
}
