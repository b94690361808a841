import * as http from "node:http";

/** The part of the Engine API's container description that is read. */
export interface Inspection {
  status: string;
  oomKilled: boolean;
  restartCount: number;
  exitCode?: number;
  health?: string;
}

const MAX_BYTES = 1_048_576;

/**
 * Asks a Docker-compatible engine, on a unix socket or an http:// address, about one container.
 * Undefined: there is no such container. Throws if the engine cannot be asked.
 */
export async function inspect(
  engine: string,
  container: string,
  timeoutMs: number,
): Promise<Inspection | undefined> {
  const path = `/containers/${encodeURIComponent(container)}/json`;
  const { status, body } = await get(engine, path, timeoutMs);
  if (status === 404) return undefined;
  if (status !== 200) throw new Error(`the engine answered ${status}`);
  return parse(JSON.parse(body));
}

function parse(answer: unknown): Inspection {
  const state = field(answer, "State");
  const status = field(state, "Status");
  if (typeof status !== "string") throw new Error("the engine's answer describes no container");
  const restarts = field(answer, "RestartCount");
  const exitCode = field(state, "ExitCode");
  const health = field(field(state, "Health"), "Status");
  return {
    status,
    oomKilled: field(state, "OOMKilled") === true,
    restartCount: typeof restarts === "number" ? restarts : 0,
    ...(typeof exitCode === "number" ? { exitCode } : {}),
    ...(typeof health === "string" ? { health } : {}),
  };
}

const field = (of: unknown, name: string): unknown =>
  typeof of === "object" && of !== null ? Object.entries(of).find(([key]) => key === name)?.[1] : undefined;

function get(engine: string, path: string, timeoutMs: number): Promise<{ status: number; body: string }> {
  return new Promise((resolve, reject) => {
    const options: http.RequestOptions = { agent: false, headers: { host: "localhost" } };
    const call = /^https?:\/\//.test(engine)
      ? http.get(new URL(path, engine), options)
      : http.get({ ...options, socketPath: engine.replace(/^unix:\/\//, ""), path });
    const timer = setTimeout(
      () => call.destroy(new Error(`the engine did not answer within ${timeoutMs} ms`)),
      timeoutMs,
    );
    const fail = (error: Error): void => {
      clearTimeout(timer);
      reject(error);
    };
    call.on("error", fail);
    call.on("response", (response) => {
      const chunks: Buffer[] = [];
      let size = 0;
      response.on("data", (chunk: Buffer) => {
        size += chunk.length;
        if (size > MAX_BYTES) call.destroy(new Error("the engine's answer is too large"));
        else chunks.push(chunk);
      });
      response.on("error", fail);
      response.on("end", () => {
        clearTimeout(timer);
        resolve({ status: response.statusCode ?? 0, body: Buffer.concat(chunks).toString("utf8") });
      });
    });
  });
}
