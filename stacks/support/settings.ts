import { resolve } from "node:path";
import { RemovalPolicy } from "aws-cdk-lib";
import { RetentionDays } from "aws-cdk-lib/aws-logs";
import type { App } from "sst/constructs";
import { loadConfig } from "../config/load.ts";
import type { Config } from "../config/schema.ts";
import { type DeployedTargets, loadDeployedTargets } from "../config/targets.ts";

export interface StageSettings {
  config: Config;
  deployed: DeployedTargets;
  /** Data outlives the stage: tables and logs are kept, and deleting them is forbidden. */
  production: boolean;
  /** What becomes of what holds data, where its name could be in the way of the next deployment. */
  removalPolicy: RemovalPolicy;
  logDays: RetentionDays;
}

/** Stages whose names begin so are for trying things out: what they hold goes with them. */
const THROWAWAY = /^(dev|test|try|ci)([-0-9].*)?$/;

/** GRADUS_CONFIG names another file: for tests, and for more than one installation. */
export function configFile(): string {
  // oxlint-disable-next-line node/no-process-env -- the one place of the deployment where the environment is read
  return process.env["GRADUS_CONFIG"] ?? "gradus.config.yaml";
}

const read = new WeakMap<App, StageSettings>();

/** The settings of the stage that is being synthesised; read once. Throws what is wrong with them, in words. */
export function settingsOf(app: App): StageSettings {
  const known = read.get(app);
  if (known) return known;
  const config = loadConfig(configFile(), app.stage);
  const production = !THROWAWAY.test(app.stage) && !app.local;
  const settings: StageSettings = {
    config,
    deployed: loadDeployedTargets(resolve(config.targets), config),
    production,
    removalPolicy: production ? RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE : RemovalPolicy.DESTROY,
    logDays: daysOf(config.logDays),
  };
  for (const note of settings.deployed.notes) process.stderr.write(`${config.targets}: ${note}\n`);
  read.set(app, settings);
  return settings;
}

function daysOf(days: Config["logDays"]): RetentionDays {
  switch (days) {
    case 7:
      return RetentionDays.ONE_WEEK;
    case 14:
      return RetentionDays.TWO_WEEKS;
    case 30:
      return RetentionDays.ONE_MONTH;
    case 60:
      return RetentionDays.TWO_MONTHS;
    case 90:
      return RetentionDays.THREE_MONTHS;
    default:
      return days satisfies never;
  }
}
