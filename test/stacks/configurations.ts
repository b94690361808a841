import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

export const REGION = "eu-central-1";
export const ACCOUNT = "123456789012";
export const FIXTURE = "test/stacks/fixtures/gradus.config.yaml";

export interface Configuration {
  stage: string;
  /** Of the settings, relative to the repository. */
  file: string;
}

/** The stage that tests look at where nothing else is said. */
export const PRODUCTION: Configuration = { stage: "prod", file: FIXTURE };

/** Every kind of deployment that changes what is made: the rules hold for each. */
export const configurations: Record<string, () => Configuration> = {
  "a production stage": () => PRODUCTION,
  "a stage to throw away": () => ({ stage: "dev", file: FIXTURE }),
  "what a clean checkout deploys": () => ({ stage: "prod", file: "gradus.config.example.yaml" }),
  "a stage without discovery, of which one AWS service is named": () => ({
    stage: "prod",
    file: "test/stacks/fixtures/no-discovery.config.yaml",
  }),
  "a stage without models, with a name of its own": () => ({
    stage: "prod",
    file: "test/stacks/fixtures/no-models.config.yaml",
  }),
  "a stage with 150 targets": () => ({ stage: "prod", file: manyTargets(150) }),
};

function manyTargets(count: number): string {
  const folder = mkdtempSync(join(tmpdir(), "gradus-targets-"));
  const targets = Array.from({ length: count }, (_, n) => ({
    id: `shop-${n}`,
    health: [{ http: `https://shop-${n}.example.com/health` }],
  }));
  writeFileSync(join(folder, "targets.yaml"), JSON.stringify({ version: 1, targets }));
  const settings = {
    region: REGION,
    alerts: { to: ["ops@example.com"], from: "gradus@example.com", identity: "domain" },
    targets: join(folder, "targets.yaml"),
  };
  writeFileSync(join(folder, "gradus.config.yaml"), JSON.stringify(settings));
  return join(folder, "gradus.config.yaml");
}
