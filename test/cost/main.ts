import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { hostFunction } from "./lambda/child.ts";
import { priceListSchema } from "./model/prices.ts";
import { stagesSchema } from "./model/stage.ts";
import type { Counted } from "./report/rows.ts";
import { blockIn, textOf, withBlock } from "./report/text.ts";
import { idle } from "./run/idle.ts";
import { tasks } from "./run/tasks.ts";

/** Beside dist/, where this runs from. */
const ROOT = join(import.meta.dirname, "..");
const MEASURED = join(ROOT, "docs/cost/measured.json");
const README = join(ROOT, "README.md");

if (process.argv[2] === "--function") await hostFunction(process.argv[3] ?? "");
else await main(process.argv.includes("--write"));

async function main(isToBeWritten: boolean): Promise<void> {
  const prices = newestPrices();
  const stages = stagesSchema.parse(read(join(ROOT, "docs/cost/stage.json")));
  const of = (targets: number) => {
    const stage = stages[targets];
    if (!stage) throw new RangeError(`docs/cost/stage.json has no stage with ${targets} targets`);
    return stage;
  };
  const few = await idle({ stage: of(10), targets: 10, rounds: 8 });
  const many = await idle({ stage: of(1_000), targets: 1_000, rounds: 2 });
  // Both are mostly waiting.
  const [often, done] = await Promise.all([
    idle({ stage: of(10), targets: 10, intervalMs: 10_000, rounds: 1 }),
    tasks(of(10)),
  ]);
  const counted: Counted = { idle: [few, many, often], tasks: done };
  const text = textOf(counted, prices.list, prices.file);
  process.stdout.write(`${text}\n\n`);
  const readme = readFileSync(README, "utf8");
  if (isToBeWritten) {
    writeFileSync(MEASURED, `${JSON.stringify(counted, rounded, 2)}\n`);
    writeFileSync(README, withBlock(readme, text));
    process.stdout.write("Written to README.md and docs/cost/measured.json.\n");
  } else if (blockIn(readme).trim() === text.trim()) process.stdout.write("The README says the same.\n");
  else process.stdout.write("The README differs (durations always do a little): npm run cost -- --write\n");
}

function newestPrices() {
  const folder = join(ROOT, "docs/cost");
  const [file] = readdirSync(folder)
    .filter((name) => name.startsWith("prices-"))
    .sort()
    .reverse();
  if (file === undefined) throw new RangeError("docs/cost has no price list");
  return { file, list: priceListSchema.parse(read(join(folder, file))) };
}

function read(file: string): unknown {
  return JSON.parse(readFileSync(file, "utf8")) as unknown;
}

/** Six digits are more than a measurement is worth. */
const rounded = (_: string, value: unknown): unknown =>
  typeof value === "number" ? Number(value.toPrecision(6)) : value;
