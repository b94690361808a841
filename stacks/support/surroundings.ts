import { mkdirSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import type { Stack } from "aws-cdk-lib";
import type { App } from "sst/constructs";
import { use } from "sst/constructs";
import { Events } from "../events.ts";
import type { FunctionSurroundings } from "./function.ts";
import { namesOf } from "./names.ts";
import { settingsOf } from "./settings.ts";
import { workFolder } from "./work-folder.ts";

/** Index partitions of the table: may be raised, never lowered. */
const TABLE_SHARDS = 16;
const VERSION = "0.1.0";

/** What every function of the stage is told and given. */
export function surroundingsOf(stack: Stack, app: App): FunctionSurroundings {
  const { config, deployed, logDays } = settingsOf(app);
  const names = namesOf(stack, app.stage);
  const { operators } = use(Events);
  const targetsFile = writeTargets(app.stage, JSON.stringify(deployed.targets));
  return {
    prefix: names.prefix,
    logDays,
    operators,
    reservedConcurrency: config.reservedConcurrency,
    targetsFile,
    environment: {
      GRADUS_STAGE: app.stage,
      GRADUS_VERSION: VERSION,
      GRADUS_TABLE: names.table,
      GRADUS_TABLE_SHARDS: String(TABLE_SHARDS),
      // Under `sst dev` functions run in the repository, where nothing lies beside their code.
      GRADUS_TARGETS_FILE: app.mode === "dev" ? resolve(targetsFile) : "targets.json",
      GRADUS_ALLOW_NETWORKS: config.network.allow.join(","),
      GRADUS_SHARDS: JSON.stringify(deployed.shards),
      GRADUS_LIMITS: JSON.stringify(config.limits),
      GRADUS_AUTONOMY: JSON.stringify(config.autonomy),
      GRADUS_OBSERVE_ONLY: String(config.observeOnly),
      GRADUS_MACHINE: names.aliasArn,
      GRADUS_BUS: names.bus,
      GRADUS_PROBE: names.function("probe"),
      GRADUS_CONTROL: names.function("control"),
    },
  };
}

function writeTargets(stage: string, text: string): string {
  const folder = workFolder(stage);
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, "targets.json"), text);
  return join(folder, "targets.json");
}
