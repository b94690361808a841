import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { loadavg, tmpdir } from "node:os";
import { join } from "node:path";
import { privateBundle } from "../support/bundle.ts";
import { canIsolate } from "./isolate.ts";
import type { ChaosOptions } from "./options.ts";
import { runAll } from "./pool.ts";
import { plan, type RunResult } from "./run.ts";

/** Runs what was chosen, and leaves nothing behind. Undefined when it was stopped in between. */
export async function chaos(
  options: ChaosOptions,
  signal: AbortSignal,
  say: (line: string) => void,
  describe: (result: RunResult) => string,
): Promise<RunResult[] | undefined> {
  const isolated = canIsolate();
  const parallel = isolated ? options.parallel : 1;
  if (!isolated)
    say("No namespaces of their own here (root and unshare are needed): one run after the other.");
  const directory = await mkdtemp(join(tmpdir(), "gradus-chaos-"));
  const bundle = await privateBundle("gradus", "chaos");
  let failed = false;
  try {
    const specs = plan(options.cases, {
      ...options,
      directory,
      bundle: bundle.path("gradus"),
      sharedNetwork: !isolated,
    });
    say(`${specs.length} runs, ${parallel} at once, load average ${loadavg()[0]?.toFixed(1)}`);
    const caseOf = new Map(options.cases.map((c) => [c.id, c]));
    const results = await runAll(specs, {
      bundle: bundle.path("chaos"),
      isolated,
      parallel,
      signal,
      caseOf: (spec) => caseOf.get(spec.case) as ChaosOptions["cases"][number],
      finished(result, done) {
        say(`${`${done}/${specs.length}`.padStart(7)}  ${describe(result)}`);
        failed ||= !result.ok;
        if (!result.ok && options.keep) say(`         kept: ${result.spec.directory}`);
        else void rm(result.spec.directory, { recursive: true, force: true, maxRetries: 3 });
      },
    });
    if (signal.aborted) return undefined;
    if (options.json !== undefined)
      await writeFile(options.json, JSON.stringify({ at: Date.now(), options, results }, undefined, 1));
    return results;
  } finally {
    await bundle.remove();
    if (!(options.keep && failed)) await rm(directory, { recursive: true, force: true, maxRetries: 3 });
  }
}
