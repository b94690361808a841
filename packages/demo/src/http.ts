import { request } from "node:http";

export interface Answer {
  status: number;
  body: string;
  server: string | undefined;
  milliseconds: number;
}

/**
 * One request on a fresh connection to 127.0.0.1 (a pooled one would hide a service that was exchanged).
 * Rejects when there is no whole answer in time.
 */
export function ask(
  port: number,
  path: string,
  { method = "GET", json, timeout = 2_000 }: { method?: string; json?: unknown; timeout?: number } = {},
): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const began = performance.now();
    const headers = json === undefined ? {} : { "content-type": "application/json" };
    const asked = request({ host: "127.0.0.1", port, path, method, headers, agent: false });
    const timer = setTimeout(() => asked.destroy(new Error(`no answer in ${timeout} ms`)), timeout);
    asked.on("error", reject);
    asked.on("close", () => {
      clearTimeout(timer);
      reject(new Error("connection closed"));
    });
    asked.on("response", (response) => {
      let body = "";
      response.setEncoding("utf8");
      response.on("data", (chunk: string) => (body += chunk));
      response.on("error", reject);
      response.on("end", () => {
        const server = response.headers["server"]?.toString();
        resolve({ status: response.statusCode ?? 0, body, server, milliseconds: performance.now() - began });
      });
    });
    asked.end(json === undefined ? undefined : JSON.stringify(json));
  });
}

/** A control of the service: /admin/cache/clear, /admin/pause, /admin/resume, /admin/fault. */
export async function control(port: number, path: string, json: unknown = {}): Promise<void> {
  const { status, body } = await ask(port, path, { method: "POST", json });
  if (status !== 200) throw new Error(`POST ${path} gave ${status}: ${body.trim()}`);
}

/** The value of one unlabelled metric, or undefined when the service does not say. */
export async function readMetric(port: number, name: string): Promise<number | undefined> {
  try {
    const { body } = await ask(port, "/metrics", { timeout: 5_000 });
    const line = body.split("\n").find((line) => line.startsWith(`${name} `));
    return line === undefined ? undefined : Number(line.slice(name.length + 1));
  } catch {
    return undefined;
  }
}

/** The version that the running process says it is, or undefined when nothing answers. */
export async function runningVersion(port: number): Promise<string | undefined> {
  try {
    const { version } = JSON.parse((await ask(port, "/health")).body) as { version?: string };
    return version;
  } catch {
    return undefined;
  }
}
