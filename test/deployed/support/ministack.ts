import { type ChildProcess, spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { createServer, type AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, describe } from "vitest";

/** A python that can import ministack (PyPI), the emulator of AWS that these suites run against. */
export const python = process.env["GRADUS_MINISTACK_PYTHON"] ?? "";

export interface MiniStack {
  endpoint: string;
  region: string;
  credentials: { accessKeyId: string; secretAccessKey: string };
}

/** A suite against a MiniStack of its own; skipped, and said so in its name, where there is no python for it. */
export function onMiniStack(name: string, body: (stack: () => MiniStack) => void): void {
  if (python === "") {
    describe.skip(`${name} (skipped: GRADUS_MINISTACK_PYTHON names no python that has ministack)`, () =>
      body(() => ({ endpoint: "", region: "", credentials: { accessKeyId: "", secretAccessKey: "" } })));
    return;
  }
  describe(name, () => {
    let running: Awaited<ReturnType<typeof startMiniStack>> | undefined;
    beforeAll(async () => {
      running = await startMiniStack();
    });
    afterAll(() => running?.stop());
    body(() => {
      if (!running) throw new Error("MiniStack has not started");
      return running;
    });
  });
}

/** Starts it with an environment of its own: it hands what it was given on to everything that it runs. */
export async function startMiniStack(): Promise<MiniStack & { stop(): Promise<void> }> {
  const folder = mkdtempSync(join(tmpdir(), "gradus-ministack-"));
  const port = await freePort();
  const region = "eu-central-1";
  const credentials = { accessKeyId: "test", secretAccessKey: "test" };
  const child = spawn(python, ["-m", "ministack"], {
    cwd: folder,
    stdio: ["ignore", "ignore", "pipe"],
    env: {
      PATH: process.env["PATH"],
      HOME: folder,
      TMPDIR: folder,
      GATEWAY_PORT: String(port),
      BIND_HOST: "127.0.0.1",
      MINISTACK_REGION: region,
      PERSIST_STATE: "0",
      LAMBDA_EXECUTOR: "local",
      AWS_ACCESS_KEY_ID: credentials.accessKeyId,
      AWS_SECRET_ACCESS_KEY: credentials.secretAccessKey,
    },
  });
  let said = "";
  child.stderr.on("data", (chunk: Buffer) => (said = (said + chunk.toString("utf8")).slice(-4_000)));
  const stop = async (): Promise<void> => {
    await ended(child);
    rmSync(folder, { recursive: true, force: true });
  };
  const endpoint = `http://127.0.0.1:${port}`;
  if (await isReady(child, endpoint)) return { endpoint, region, credentials, stop };
  await stop();
  throw new Error(`MiniStack did not start: ${said}`);
}

async function isReady(child: ChildProcess, endpoint: string): Promise<boolean> {
  for (let tries = 0; tries < 300 && child.exitCode === null; tries++) {
    const answer = await fetch(`${endpoint}/_ministack/ready`).catch(() => undefined);
    if (answer?.ok) return true;
    await sleep(50);
  }
  return false;
}

async function ended(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const gone = new Promise((resolve) => child.once("exit", resolve));
  child.kill("SIGTERM");
  const timer = setTimeout(() => child.kill("SIGKILL"), 5_000);
  await gone;
  clearTimeout(timer);
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}
