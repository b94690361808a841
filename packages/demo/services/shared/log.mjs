const order = { debug: 10, info: 20, warn: 30, error: 40 };

/** Lines of `2025-11-20T12:00:00.000Z LEVEL message`, to stdout; an error brings its stack on the lines below. */
export function createLog(level) {
  if (!(level in order)) {
    throw new Error(`LOG_LEVEL must be one of ${Object.keys(order).join(", ")}, got "${level}"`);
  }
  const write = (name, text) => {
    if (order[name] < order[level]) return;
    process.stdout.write(`${new Date().toISOString()} ${name.toUpperCase().padEnd(5)} ${text}\n`);
  };
  return {
    debug: (message) => write("debug", message),
    info: (message) => write("info", message),
    warn: (message) => write("warn", message),
    error: (message, error) => write("error", error ? `${message}\n${error.stack ?? error}` : message),
  };
}
