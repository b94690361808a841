import { spawn } from "node:child_process";
import { once } from "node:events";
import { loadavg } from "node:os";
import { fileURLToPath } from "node:url";
import { detection } from "./detection.ts";
import type { Figure } from "./measure.ts";
import { memory } from "./memory.ts";
import { start } from "./start.ts";
import { store } from "./store.ts";
import { workflow } from "./workflow.ts";

const parts: Readonly<Record<string, () => Promise<Figure[]>>> = {
  start,
  detection,
  store,
  workflow,
  memory,
};
const args = process.argv.slice(2);
const json = args.includes("--json");
const wanted = args.filter((a) => !a.startsWith("--"));

if (args[0] === "--part") {
  process.stdout.write(JSON.stringify(await parts[args[1] ?? ""]?.()));
  process.exit(0);
}

const found: Record<string, Figure[]> = {};
for (const name of wanted.length > 0 ? wanted : Object.keys(parts)) {
  if (!parts[name])
    throw new RangeError(`there is no part "${name}"; known: ${Object.keys(parts).join(", ")}`);
  found[name] = await inProcess(name);
  if (!json) process.stdout.write(`${text(name, found[name])}\n`);
}
if (json)
  process.stdout.write(`${JSON.stringify({ at: Date.now(), load: loadavg(), found }, undefined, 2)}\n`);

/** Each part has a process of its own, so that memory is its own too. */
async function inProcess(name: string): Promise<Figure[]> {
  const self = fileURLToPath(import.meta.url);
  const child = spawn(process.execPath, ["--expose-gc", "--no-warnings", self, "--part", name], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  let output = "";
  child.stdout.setEncoding("utf8").on("data", (chunk: string) => (output += chunk));
  await once(child, "close");
  if (child.exitCode !== 0)
    throw new Error(`the part "${name}" ended with ${child.exitCode ?? child.signalCode}`);
  return JSON.parse(output) as Figure[];
}

function text(name: string, figures: readonly Figure[]): string {
  const width = Math.max(...figures.map((f) => f.name.length));
  const rows = figures.map(({ name, value, unit, wanted }) => {
    const number = value.toFixed(value < 10 ? 2 : value < 100 ? 1 : 0).padStart(9);
    return `  ${name.padEnd(width)} ${number} ${unit}${wanted === undefined ? "" : `   (wanted: ${wanted})`}`;
  });
  return [`${name}   load average ${loadavg()[0]?.toFixed(1)}`, ...rows, ""].join("\n");
}
