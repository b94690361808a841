import { chaos } from "./chaos.ts";
import { hasMonit } from "./monit.ts";
import { parseOptions, usage, type ChaosOptions } from "./options.ts";
import { isGood, line, summary, table, totals } from "./report.ts";
import type { RunSpec } from "./run.ts";
import { work } from "./worker.ts";

const args = process.argv.slice(2);
const say = (text: string): void => void process.stderr.write(`${text}\n`);

if (args[0] === "--one") {
  await work(JSON.parse(args[1] ?? "") as RunSpec);
  process.exit(0);
} else if (args.includes("--help")) process.stdout.write(usage);
else process.exitCode = await main();

async function main(): Promise<number> {
  let options: ChaosOptions;
  try {
    options = parseOptions(args);
  } catch (error) {
    say(`${error instanceof Error ? error.message : String(error)}\n\n${usage}`);
    return 2;
  }
  if (options.system === "monit" && !hasMonit()) {
    say("monit is not installed (apt-get install monit): this comparison is left out.");
    return 0;
  }
  const stopping = new AbortController();
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.once(signal, () => stopping.abort());
  const results = await chaos(options, stopping.signal, say, line);
  if (!results) return 130;
  const found = totals(results);
  process.stdout.write(`${table(results)}\n\n${summary(found)}\n`);
  return isGood(found) ? 0 : 1;
}
