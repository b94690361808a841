import type { Target } from "@gradus/core";
import { loadTargets } from "@gradus/targets";
import { type Cloud, openCloud } from "../cloud/cloud.ts";
import type { StageCounts } from "../model/stage.ts";
import { ASSUMED } from "./assumed.ts";
import { openSite, type Site } from "./site.ts";

/** A stage under measurement, and what it watches. */
export interface Fleet {
  cloud: Cloud;
  site: Site;
  stage: StageCounts;
  /** Answers come at once, or as late as they do on AWS. */
  answers(how: "at once" | "in time"): void;
  close(): Promise<void>;
}

export interface FleetOptions {
  stage: StageCounts;
  ids: readonly string[];
  /** What an entry of targets.yaml says besides; `url` is where the target is. */
  entry?: (id: string, url: string) => object;
  intervalMs?: number;
}

export async function openFleet(options: FleetOptions): Promise<Fleet> {
  const { stage, ids, entry = () => ({}), intervalMs = 60_000 } = options;
  const delays = { table: 0, other: 0 };
  let targetMs = 0;
  const site = await openSite(() => targetMs);
  const targets = targetsOf(
    ids.map((id) => {
      const url = `http://127.0.0.1:${site.port}/${id}`;
      return { id, health: [{ http: `${url}/health`, body: "ok" }], ...entry(id, url) };
    }),
    intervalMs,
  );
  const cloud = await openCloud({ targets, stage, delays });
  return {
    cloud,
    site,
    stage,
    answers(how) {
      const inTime = how === "in time";
      delays.table = inTime ? ASSUMED.tableMs : 0;
      delays.other = inTime ? ASSUMED.otherMs : 0;
      targetMs = inTime ? ASSUMED.targetMs : 0;
    },
    async close() {
      await cloud.close();
      await site.close();
    },
  };
}

function targetsOf(entries: readonly object[], intervalMs: number): Target[] {
  const text = JSON.stringify({ version: 1, targets: entries });
  const loaded = loadTargets({ file: "cost.yaml", text, variables: {}, env: {}, intervalMs });
  if (!loaded.ok) throw new Error(JSON.stringify(loaded.problems));
  return loaded.targets;
}

export const webIds = (count: number): string[] => Array.from({ length: count }, (_, n) => `web-${n}`);
