import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { Template } from "aws-cdk-lib/assertions";
import { App, Function as LambdaFunction, getStack } from "sst/constructs";
import { Logger } from "sst/logger.js";
import { setProject } from "sst/project.js";
import { afterAll, vi } from "vitest";
import config from "../../sst.config.ts";
import { Alerts } from "../../stacks/alerts.ts";
import { ApiStack } from "../../stacks/api.ts";
import { Detection } from "../../stacks/detection.ts";
import { Events } from "../../stacks/events.ts";
import { Operations } from "../../stacks/operations.ts";
import { Remediation } from "../../stacks/remediation.ts";
import { Storage } from "../../stacks/storage.ts";
import { Web } from "../../stacks/web.ts";
import { ACCOUNT, type Configuration } from "./configurations.ts";
import type { StackName, Templates } from "./templates/template.ts";

const stacks = { Storage, Events, Web, Detection, Remediation, ApiStack, Alerts, Operations };

const root = resolve(import.meta.dirname, "../..");

const folder = mkdtempSync(join(tmpdir(), "gradus-synth-"));
/** Where SST's log is: opened once for each process, in the folder of the first synthesis, whenever the system comes to it. */
let log: string | undefined;
afterAll(async () => {
  if (log !== undefined) await vi.waitUntil(() => existsSync(log ?? ""), { interval: 5 });
  rmSync(folder, { recursive: true, force: true });
});

/** A function as the stacks ask SST for it: templates hold a placeholder until it is bundled. */
export interface Asked {
  functionName: string;
  handler: string;
  copyFiles: Array<{ from: string; to: string }>;
}

export interface Synthesised {
  app: App;
  templates: Templates;
  functions: Asked[];
}

/**
 * The templates of a stage, as CloudFormation would get them: no AWS account, and nothing is bundled. `mode: "dev"` is what
 * `sst dev` makes.
 */
export function synthesise({ stage, file }: Configuration, mode: "remove" | "dev" = "remove"): Synthesised {
  // As SST's command does: it hands CDK a deprecated property for each function.
  process.env["JSII_DEPRECATED"] = "quiet";
  process.env["GRADUS_CONFIG"] = resolve(root, file);
  const { name, region } = config.config({ stage });
  // A folder of its own: two test files may synthesise at once.
  const out = mkdtempSync(join(folder, "stage-"));
  const project = {
    config: { name, region, stage, ssmPrefix: `/sst/${name}/${stage}/` },
    paths: { root, out },
  };
  setProject(project as never);
  if (log === undefined) {
    Logger.debug("a synthesis of the tests");
    log = join(out, "debug.log");
  }
  const options = { mode, stage, name, region, account: ACCOUNT, isActiveStack: () => true };
  const app = new App(options, { outdir: join(out, "templates") });
  config.stacks(app);
  const templates = Object.fromEntries(
    Object.entries(stacks).map(([id, stack]) => [
      id,
      Template.fromStack(getStack(stack as Parameters<typeof getStack>[0])).toJSON(),
    ]),
  ) as Templates;
  const functions = app.node
    .findAll()
    .filter((node) => node instanceof LambdaFunction)
    .map((made) => (made as unknown as { props: Asked }).props);
  return { app, templates: templates satisfies Record<StackName, unknown>, functions };
}
