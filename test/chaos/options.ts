import { parseArgs } from "node:util";
import { choose, type Case } from "./cases.ts";
import type { SystemName } from "./run.ts";

export interface ChaosOptions {
  cases: Case[];
  repeats: number;
  holdMs: number;
  limitMs: number;
  parallel: number;
  seed: number;
  /** Makes Gradus look more often than the targets file says. */
  intervalMs?: number;
  system: SystemName;
  json: string | undefined;
  /** Leaves the folders of failed runs where they are. */
  keep: boolean;
}

export const usage = `npm run chaos [-- options]: breaks the demo fleet in every known way under a real Gradus, and judges from outside.

  --cases N1,kill,C2      only these (default: all)
  --repeats 5             each so often, on another service each time
  --short                 one repeat, and everything must be good for 10 s instead of 60 s
  --hold 60 --limit 150   seconds
  --parallel 4            runs at once; those about the processor always run alone
  --seed 1                decides when within the ten seconds between two checks a fault falls
  --baseline NAME         do-nothing, restart-all or monit instead of Gradus, for comparison
  --json FILE             everything, for machines
  --keep                  leave the folders of failed runs
`;

/** Throws RangeError or TypeError for what it does not know. */
export function parseOptions(args: readonly string[]): ChaosOptions {
  const { values } = parseArgs({
    args: [...args],
    options: {
      cases: { type: "string", default: "" },
      repeats: { type: "string" },
      short: { type: "boolean", default: false },
      hold: { type: "string" },
      limit: { type: "string", default: "150" },
      parallel: { type: "string", default: "4" },
      seed: { type: "string", default: "1" },
      baseline: { type: "string", default: "gradus" },
      json: { type: "string" },
      keep: { type: "boolean", default: false },
    },
  });
  return {
    cases: choose(values.cases.split(",").filter((name) => name !== "")),
    repeats: whole("repeats", values.repeats ?? (values.short ? "1" : "5")),
    holdMs: whole("hold", values.hold ?? (values.short ? "10" : "60")) * 1000,
    limitMs: whole("limit", values.limit) * 1000,
    parallel: whole("parallel", values.parallel),
    seed: whole("seed", values.seed),
    system: systemOf(values.baseline),
    json: values.json,
    keep: values.keep,
  };
}

function whole(name: string, text: string): number {
  if (!/^[1-9]\d*$/.test(text)) throw new RangeError(`--${name} wants a whole number, not "${text}"`);
  return Number(text);
}

function systemOf(name: string): SystemName {
  if (name === "gradus" || name === "do-nothing" || name === "restart-all" || name === "monit") return name;
  throw new RangeError(`--baseline is do-nothing, restart-all or monit, not "${name}"`);
}
