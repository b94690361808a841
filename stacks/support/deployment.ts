import { Tags } from "aws-cdk-lib";
import type { App } from "sst/constructs";
import { loadConfig } from "../config/load.ts";
import { configFile } from "./settings.ts";

/** What the names of buckets, sign-in domains, functions and roles may all hold. */
const STAGE = /^[a-z][a-z0-9-]{0,18}[a-z0-9]$/;

const RESERVED = /aws|amazon|cognito/;

/** Name, stage and region of the deployment, from gradus.config.yaml: a mistake in it ends here, before anything is built. */
export function deployment(stage: string | undefined): { name: string; region: string; stage?: string } {
  if (stage !== undefined && !STAGE.test(stage))
    throw new Error(
      `The stage "${stage}" cannot be deployed: its name is part of many others, so it has to be of 2 to 20 small letters, digits and hyphens, with a letter first.`,
    );
  if (RESERVED.test(stage ?? ""))
    throw new Error(
      `The stage "${stage}" cannot be deployed: Cognito takes no sign-in domain with "aws", "amazon" or "cognito" in it.`,
    );
  const { region } = loadConfig(configFile(), stage ?? "dev");
  return { name: "gradus", region, ...(stage === undefined ? {} : { stage }) };
}

/** Everything that is made carries whose it is: for the budget, and for whoever finds it. */
export function tagEverything(app: App): void {
  Tags.of(app).add("gradus:stage", app.stage);
  Tags.of(app).add("gradus:app", "gradus");
}
