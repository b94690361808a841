import { Tags } from "aws-cdk-lib";
import type { App } from "sst/constructs";
import { loadConfig } from "../config/load.ts";
import { configFile } from "./settings.ts";

/** Name, stage and region of the deployment, from gradus.config.yaml: a mistake in it ends here, before anything is built. */
export function deployment(stage: string | undefined): { name: string; region: string; stage?: string } {
  const { region } = loadConfig(configFile(), stage ?? "dev");
  return { name: "gradus", region, ...(stage === undefined ? {} : { stage }) };
}

/** Everything that is made carries whose it is: for the budget, and for whoever finds it. */
export function tagEverything(app: App): void {
  Tags.of(app).add("gradus:stage", app.stage);
  Tags.of(app).add("gradus:app", "gradus");
}
