import { loadFunction } from "./functions.ts";
import type { Call, Done } from "./messages.ts";

const realNow = Date.now.bind(Date);

/** The process of one function: loads its handler and answers calls until it is ended. Prints nothing; counts what it would log. */
export async function hostFunction(name: string): Promise<void> {
  const log = swallowLog();
  const handler = await loadFunction(name);
  const answer = async (call: Call): Promise<void> => {
    const done = await run(call);
    process.send?.(done);
  };
  process.on("message", (call: Call) => void answer(call));
  process.send?.("ready");

  async function run({ payload, aheadMs, timeoutMs }: Call): Promise<Done> {
    Date.now = () => realNow() + aheadMs;
    log.clear();
    const began = performance.now();
    const cpu = process.cpuUsage();
    const invocation = {
      functionName: `gradus-cost-${name}`,
      awsRequestId: crypto.randomUUID(),
      getRemainingTimeInMillis: () => timeoutMs - (performance.now() - began),
    };
    let result: Pick<Done, "output" | "fault">;
    try {
      result = { output: await handler(payload, invocation) };
    } catch (error) {
      result = { fault: error instanceof Error ? (error.stack ?? error.message) : String(error) };
    }
    const { user, system } = process.cpuUsage(cpu);
    return {
      ...result,
      wallMs: performance.now() - began,
      cpuMs: (user + system) / 1000,
      ...log.counted(),
    };
  }
}

/** Keeps what is written away from where it would go (Lambda logs both), and knows how much it was and which metrics were in it. */
function swallowLog() {
  let lines: string[] = [];
  const keep = (text: string | Uint8Array): boolean => {
    lines.push(...String(text).split("\n").filter(Boolean));
    return true;
  };
  process.stdout.write = keep;
  process.stderr.write = keep;
  return {
    clear: () => void (lines = []),
    counted: () => ({
      logLines: lines.length,
      logBytes: lines.reduce((sum, line) => sum + Buffer.byteLength(line), 0),
      metrics: lines.flatMap(metricsIn),
    }),
  };
}

interface Emf {
  _aws?: {
    CloudWatchMetrics: Array<{ Namespace: string; Dimensions: string[][]; Metrics: Array<{ Name: string }> }>;
  };
}

/** CloudWatch bills each name with each set of dimension values as one metric. */
function metricsIn(line: string): string[] {
  if (!line.includes('"_aws"')) return [];
  const told = JSON.parse(line) as Emf & Record<string, unknown>;
  return (told._aws?.CloudWatchMetrics ?? []).flatMap(({ Namespace, Dimensions, Metrics }) =>
    Metrics.flatMap(({ Name }) =>
      Dimensions.map((set) => [Namespace, Name, ...set.map((d) => `${d}=${String(told[d])}`)].join(" ")),
    ),
  );
}
