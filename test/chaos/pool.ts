import { once } from "node:events";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { end, processesUnder } from "../support/processes.ts";
import type { Case } from "./cases.ts";
import { start, type Started } from "./isolate.ts";
import { lost, type RunResult, type RunSpec } from "./run.ts";

interface PoolOptions {
  /** Path of the bundle that has the worker. */
  bundle: string;
  isolated: boolean;
  parallel: number;
  caseOf: (spec: RunSpec) => Case;
  finished: (result: RunResult, done: number) => void;
  /** Stops everything when it fires. */
  signal: AbortSignal;
}

/** Works the runs off, some at once; those that must be alone come last, one by one. */
export async function runAll(specs: readonly RunSpec[], options: PoolOptions): Promise<RunResult[]> {
  const results: RunResult[] = [];
  const run = async (spec: RunSpec): Promise<void> => {
    if (options.signal.aborted) return;
    const result = await runOne(spec, options);
    if (options.signal.aborted) return;
    results.push(result);
    options.finished(result, results.length);
  };
  const together = specs.filter((spec) => !options.caseOf(spec).alone);
  const queue = together.values();
  const lane = async (): Promise<void> => {
    for (const spec of queue) await run(spec);
  };
  await Promise.all(Array.from({ length: options.parallel }, lane));
  for (const spec of specs) if (options.caseOf(spec).alone) await run(spec);
  return results;
}

async function runOne(spec: RunSpec, { bundle, isolated, signal }: PoolOptions): Promise<RunResult> {
  const began = Date.now();
  const hardLimitMs = 90_000 + spec.phaseMs + spec.limitMs + 3 * spec.holdMs;
  const worker: Started = start(isolated, [
    process.execPath,
    "--enable-source-maps",
    bundle,
    "--one",
    JSON.stringify(spec),
  ]);
  const stop = (): void => worker.kill();
  signal.addEventListener("abort", stop, { once: true });
  let hung = false;
  const timer = setTimeout(() => {
    hung = true;
    worker.kill();
  }, hardLimitMs);
  const grim = setTimeout(() => worker.child.kill("SIGKILL"), hardLimitMs + 10_000);
  await once(worker.child, "exit");
  clearTimeout(timer);
  clearTimeout(grim);
  signal.removeEventListener("abort", stop);
  await end(processesUnder(spec.directory)).catch(() => undefined);
  const took = (Date.now() - began) / 1000;
  if (hung) return lost(spec, `killed after ${Math.round(took)} s without a result`, took);
  try {
    return JSON.parse(await readFile(join(spec.directory, "result.json"), "utf8")) as RunResult;
  } catch {
    return lost(
      spec,
      `the run ended with ${worker.child.exitCode ?? worker.child.signalCode} and no result`,
      took,
    );
  }
}
