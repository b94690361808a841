import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { REGION } from "./configurations.ts";
import { synthesise } from "./synth.ts";
import { all, at, type Templates } from "./templates/template.ts";

/** `npm run cost` goes by this file: after a change of the stacks it is written anew with `vitest run test/stacks/cost.test.ts -u` (-u last: it takes a path for its own). */
const FILE = "../../docs/cost/stage.json";
const SIZES = [10, 1_000];
const HOURS = 30 * 24;

test("what a month of a stage is computed from is what the templates have", async () => {
  const counted = Object.fromEntries(
    SIZES.map((size) => [size, countOf(synthesise({ stage: "prod", file: webTargets(size) }).templates)]),
  );
  await expect(`${JSON.stringify(counted, undefined, 2)}\n`).toMatchFileSnapshot(FILE);
}, 60_000);

function countOf(templates: Templates) {
  const count = (type: string): number => all(templates, type).length;
  return {
    alarms: count("AWS::CloudWatch::Alarm"),
    dashboards: count("AWS::CloudWatch::Dashboard"),
    secrets: count("AWS::SecretsManager::Secret"),
    functions: Object.fromEntries(
      all(templates, "AWS::Lambda::Function")
        .map(({ props }) => [shortName(String(props["FunctionName"])), Number(props["MemorySize"])] as const)
        .sort(([a], [b]) => a.localeCompare(b)),
    ),
    schedules: all(templates, "AWS::Scheduler::Schedule").map(({ props }) => ({
      function: functionOf(String(props["Name"])),
      callsPerMonth: callsPerMonth(String(props["ScheduleExpression"])),
      input: JSON.parse(String(at(props, "Target", "Input"))) as unknown,
    })),
  };
}

const shortName = (name: string): string => name.replace("gradus-prod-", "");

/** The detectors' schedules are called <source>-<shard>, the jobs' as their function. */
const functionOf = (schedule: string): string =>
  shortName(schedule).replace(/^(\w+)-\d+$/, (_, source: string) => `detect-${source}`);

function callsPerMonth(rate: string): number {
  const [, number, unit = ""] = /^rate\((\d+) (minute|hour|day)s?\)$/.exec(rate) ?? [];
  const hours = { minute: 1 / 60, hour: 1, day: 24 }[unit];
  if (hours === undefined) throw new RangeError(`not understood: ${rate}`);
  return HOURS / (Number(number) * hours);
}

/** Settings of a stage with so many targets that are looked at by HTTP, and everything else as it is by default. */
function webTargets(count: number): string {
  const folder = mkdtempSync(join(tmpdir(), "gradus-targets-"));
  const targets = Array.from({ length: count }, (_, n) => ({
    id: `web-${n}`,
    health: [{ http: `https://web-${n}.example.com/health` }],
  }));
  const file = join(folder, "gradus.config.yaml");
  writeFileSync(join(folder, "targets.yaml"), JSON.stringify({ version: 1, targets }));
  writeFileSync(
    file,
    JSON.stringify({
      region: REGION,
      alerts: { to: ["ops@example.com"], from: "gradus@example.com" },
      targets: join(folder, "targets.yaml"),
    }),
  );
  return file;
}
