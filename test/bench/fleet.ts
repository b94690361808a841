import { spawn } from "node:child_process";
import { once } from "node:events";
import type { Target } from "@gradus/core";
import { loadTargets } from "@gradus/targets";

const server = `
  const { createServer } = require("node:http");
  const body = JSON.stringify({ status: "ok" });
  const server = createServer((request, response) => response.end(body));
  server.listen(0, "0.0.0.0", () => console.log(server.address().port));`;

/** A server of its own process, so that its work is not counted. */
export async function startServer(): Promise<{ port: number; stop(): void }> {
  const child = spawn(process.execPath, ["-e", server], { stdio: ["ignore", "pipe", "inherit"] });
  const [line] = (await once(child.stdout, "data")) as [Buffer];
  return { port: Number(line.toString()), stop: () => void child.kill("SIGKILL") };
}

/**
 * So many targets with one HTTP check each, read from a targets file like any. Each has a loopback address of its own
 * (Linux has all of 127.0.0.0/8): with one address for all they would share connections, as real targets cannot.
 */
export function httpTargets(count: number, port: number): Target[] {
  const entries = Array.from(
    { length: count },
    (_, n) =>
      `  - id: web-${n}\n    health: [{ http: "http://${addressOf(n)}:${port}/health", body: ok, latency: 1s }]`,
  );
  const loaded = loadTargets({
    file: "bench.yaml",
    text: `version: 1\ntargets:\n${entries.join("\n")}\n`,
    variables: {},
    env: {},
  });
  if (!loaded.ok) throw new Error(JSON.stringify(loaded.problems[0]));
  return loaded.targets;
}

const addressOf = (n: number): string => `127.1.${n >> 8}.${n & 255}`;
