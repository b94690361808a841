import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { Template } from "aws-cdk-lib/assertions";
import { App, getStack, type FunctionalStack } from "sst/constructs";
import { initProject } from "sst/project.js";
import config from "../../sst.config.ts";
import { Alerts } from "../../stacks/alerts.ts";
import { ApiStack } from "../../stacks/api.ts";
import { Detection } from "../../stacks/detection.ts";
import { Events } from "../../stacks/events.ts";
import { Operations } from "../../stacks/operations.ts";
import { Remediation } from "../../stacks/remediation.ts";
import { Storage } from "../../stacks/storage.ts";
import { Web } from "../../stacks/web.ts";

export const stacks = { Storage, Events, Web, Detection, Remediation, ApiStack, Alerts, Operations };
export type StackName = keyof typeof stacks;

export interface Resource {
  Type: string;
  Properties: Record<string, unknown>;
  DeletionPolicy?: string;
  UpdateReplacePolicy?: string;
}
export type Templates = Record<StackName, { Resources: Record<string, Resource> }>;

export interface Synthesised {
  app: App;
  templates: Templates;
}

const root = resolve(import.meta.dirname, "../..");
export const FIXTURE = "test/stacks/fixtures/gradus.config.yaml";

/** The templates of a stage, as CloudFormation would get them: no AWS account, and nothing is bundled. */
export async function synthesise({ stage = "prod", file = FIXTURE } = {}): Promise<Synthesised> {
  process.env["GRADUS_CONFIG"] = join(root, file);
  await initProject({ root, stage, region: "eu-central-1" } as never);
  const options = { mode: "remove", stage, name: "gradus", region: "eu-central-1", account: "123456789012" };
  const outdir = mkdtempSync(join(tmpdir(), "gradus-synth-"));
  const app = new App({ ...options, isActiveStack: () => true } as never, { outdir });
  await config.stacks(app);
  const templates = Object.fromEntries(
    Object.entries(stacks).map(([name, stack]) => [
      name,
      Template.fromStack(getStack(stack as FunctionalStack<unknown>)).toJSON(),
    ]),
  ) as Templates;
  return { app, templates };
}
