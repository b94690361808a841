import { request, type RequestOptions } from "node:http";
import { GradusError, messageOf } from "@gradus/core";
import * as z from "zod";

const MAX_BODY = 4 * 1_024 * 1_024;
const TIMEOUT_MS = 5_000;

/** The part of `GET /containers/{name}/json` that is used; engines add to it freely. */
const inspectionSchema = z.object({
  Id: z.string().default(""),
  RestartCount: z.number().default(0),
  State: z.object({
    Status: z.string(),
    Running: z.boolean(),
    Paused: z.boolean().default(false),
    OOMKilled: z.boolean().default(false),
    Pid: z.number().default(0),
    ExitCode: z.number().default(0),
    StartedAt: z.string().default(""),
    FinishedAt: z.string().default(""),
    Health: z.object({ Status: z.string() }).nullish(),
  }),
});
export type Inspection = z.infer<typeof inspectionSchema>;

/** A Docker Engine API client for what a service manager needs. Podman's socket answers the same calls. */
export interface Engine {
  /** Undefined if there is no such container. Throws "unavailable" if the engine cannot be reached. */
  inspect(container: string): Promise<Inspection | undefined>;
  start(container: string): Promise<void>;
  stop(container: string, timeoutMs: number): Promise<void>;
  restart(container: string, timeoutMs: number): Promise<void>;
  unpause(container: string): Promise<void>;
}

/** `address`: path of a Unix socket (also unix://…), or an http:// address. */
export function createEngine(address: string): Engine {
  const post = async (container: string, verb: string, waitMs = 0): Promise<void> => {
    const seconds = Math.ceil(waitMs / 1_000);
    const query = waitMs > 0 ? `?t=${seconds}` : "";
    const path = `/containers/${encodeURIComponent(container)}/${verb}${query}`;
    const { status, body } = await call(address, "POST", path, waitMs + 3 * TIMEOUT_MS);
    // 304: it is in that state already.
    if (status === 204 || status === 304 || status === 200) return;
    const code = status === 404 ? "not_found" : status === 409 ? "conflict" : "unavailable";
    throw new GradusError(code, `${verb} of container ${container}: ${status} ${reason(body)}`);
  };
  return {
    inspect: async (container) => {
      const path = `/containers/${encodeURIComponent(container)}/json`;
      const { status, body } = await call(address, "GET", path, TIMEOUT_MS);
      if (status === 404) return undefined;
      if (status !== 200) {
        throw new GradusError("unavailable", `inspect of container ${container}: ${status} ${reason(body)}`);
      }
      const parsed = inspectionSchema.safeParse(parseJson(body));
      if (!parsed.success) throw new GradusError("unavailable", `the engine's answer is not understood`);
      return parsed.data;
    },
    start: (container) => post(container, "start"),
    stop: (container, timeoutMs) => post(container, "stop", timeoutMs),
    restart: (container, timeoutMs) => post(container, "restart", timeoutMs),
    unpause: (container) => post(container, "unpause"),
  };
}

function call(
  address: string,
  method: "GET" | "POST",
  path: string,
  timeoutMs: number,
): Promise<{ status: number; body: string }> {
  const headers = { host: "docker", ...(method === "POST" ? { "content-length": "0" } : {}) };
  const options: RequestOptions = { method, agent: false, headers, timeout: timeoutMs };
  if (/^(http|tcp):\/\//.test(address)) {
    const url = new URL(address.replace(/^tcp:/, "http:"));
    Object.assign(options, { host: url.hostname, port: url.port || 2375, path });
  } else Object.assign(options, { socketPath: address.replace(/^unix:\/\//, ""), path });

  return new Promise((resolve, reject) => {
    const fail = (error: Error): void =>
      reject(
        new GradusError("unavailable", `container engine at ${address}: ${messageOf(error)}`, {}, error),
      );
    const outgoing = request(options, (response) => {
      const chunks: Buffer[] = [];
      let size = 0;
      response.on("data", (chunk: Buffer) => {
        size += chunk.length;
        if (size > MAX_BODY) response.destroy(new Error("its answer is too large"));
        else chunks.push(chunk);
      });
      response.on("error", fail);
      response.on("end", () =>
        resolve({ status: response.statusCode ?? 0, body: Buffer.concat(chunks).toString("utf8") }),
      );
    });
    outgoing.on("timeout", () => outgoing.destroy(new Error("no answer in time")));
    outgoing.on("error", fail);
    outgoing.end();
  });
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function reason(body: string): string {
  const parsed = z.object({ message: z.string() }).safeParse(parseJson(body));
  return (parsed.success ? parsed.data.message : body).slice(0, 300);
}
