import { Agent, request } from "node:http";

export class DependencyError extends Error {
  constructor(dependency, cause) {
    super(`${dependency} is unavailable: ${cause.message}`, { cause });
    this.name = "DependencyError";
    this.code = "DEPENDENCY_UNAVAILABLE";
    this.dependency = dependency;
  }
}

/** A GET for JSON with a deadline. */
export function getJson(base, path, { timeout = 1_000, agent } = {}) {
  return new Promise((resolve, reject) => {
    const asked = request(
      new URL(path, base),
      { agent, timeout, signal: AbortSignal.timeout(timeout) },
      (answer) => {
        let body = "";
        answer.setEncoding("utf8");
        answer.on("data", (chunk) => (body += chunk));
        answer.on("error", reject);
        answer.on("end", () => {
          if (answer.statusCode !== 200) reject(new Error(`HTTP ${answer.statusCode} from ${path}`));
          else resolve(JSON.parse(body));
        });
      },
    );
    asked.on("error", (error) => {
      reject(
        error.name === "AbortError" || error.name === "TimeoutError"
          ? new Error(`no answer in ${timeout} ms`)
          : error,
      );
    });
    asked.end();
  });
}

/** Another service that this one needs: asked with two retries, and watched once a second. */
export function createDependency(name, base, probePath, log) {
  const agent = new Agent({ keepAlive: true, maxSockets: 8 });
  let failures = 0;
  let detail = "not asked yet";

  const get = async (path) => {
    let last;
    for (let attempt = 1; attempt <= 3; attempt += 1) {
      try {
        return await getJson(base, path, { agent });
      } catch (error) {
        last = error;
        if (error.code === "ECONNREFUSED" || error.message.startsWith("no answer")) break;
      }
    }
    throw new DependencyError(name, last);
  };

  const watch = async () => {
    try {
      await get(probePath);
      if (failures >= 2) log.info(`${name} is back`);
      failures = 0;
      detail = "answers";
    } catch (error) {
      failures += 1;
      detail = error.cause.message;
      if (failures === 2) log.error(`dependency ${name} is down`, error);
    }
  };
  setInterval(() => void watch(), 1_000).unref();
  void watch();

  return { name, get, isUp: () => failures < 2, detail: () => detail };
}
