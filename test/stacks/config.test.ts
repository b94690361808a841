import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { loadConfig } from "../../stacks/config/load.ts";
import { loadDeployedTargets } from "../../stacks/config/targets.ts";
import { deployment } from "../../stacks/support/deployment.ts";
import { FIXTURE } from "./configurations.ts";

const GOOD = `region: eu-central-1
alerts:
  to: [ops@example.com]
  from: gradus@example.com
`;

function fileOf(name: string, text: string): string {
  const file = join(mkdtempSync(join(tmpdir(), "gradus-config-")), name);
  writeFileSync(file, text);
  return file;
}

/** What the settings of a stage are refused with. */
function refusal(text: string, stage = "prod"): { message: string; file: string } {
  const file = fileOf("gradus.config.yaml", text);
  try {
    loadConfig(file, stage);
  } catch (error) {
    return { message: error instanceof Error ? error.message : "", file };
  }
  throw new Error("the settings were taken");
}

describe("gradus.config.yaml", () => {
  it("the least that it says is region and alerts; everything else has a safe default", () => {
    expect(loadConfig(fileOf("gradus.config.yaml", GOOD), "prod")).toEqual({
      region: "eu-central-1",
      alerts: {
        to: [{ address: "ops@example.com", zone: "UTC" }],
        from: "gradus@example.com",
        identity: "domain",
      },
      targets: "targets.yaml",
      discovery: true,
      autonomy: { reversible: "approve", disruptive: "approve", destructive: "approve" },
      limits: { perTargetHour: 10, perFleetHour: 60 },
      observeOnly: false,
      shardSize: 50,
      models: [],
      spend: { budgetUsdPerMonth: 50, modelsUsdPerDay: 5 },
      network: { allow: [] },
      reservedConcurrency: true,
      logDays: 30,
    });
  });

  it("the example is valid", () => {
    expect(loadConfig("gradus.config.example.yaml", "prod").region).toBe("eu-central-1");
  });

  const wrong: Array<[what: string, text: string, line: number, key: string, expected: string]> = [
    [
      "a region that is none",
      GOOD.replace("eu-central-1", "Frankfurt"),
      1,
      "region",
      'a region such as "eu-central-1"',
    ],
    [
      "an address that is none",
      GOOD.replace("[ops@example.com]", "[ops]"),
      3,
      "alerts.to.0",
      "an e-mail address",
    ],
    [
      "a time zone that is none",
      GOOD.replace("[ops@example.com]", "[{ address: ops@example.com, zone: Europe/Nowhere }]"),
      3,
      "alerts.to.0.zone",
      'a time zone such as "Europe/Berlin"',
    ],
    [
      "a recipient without an address",
      GOOD.replace("[ops@example.com]", "[{ zone: Europe/Berlin }]"),
      3,
      "alerts.to.0",
      "an e-mail address, or { address: ada@example.com, zone: Europe/Berlin }",
    ],
    ["nobody to tell", GOOD.replace("[ops@example.com]", "[]"), 3, "alerts.to", "at least one address"],
    [
      "a key that is not known",
      `${GOOD}budget: 50\n`,
      5,
      "budget",
      "known here: region, alerts, targets, discovery,",
    ],
    [
      "a key that is not known within another",
      `${GOOD}spend:\n  modelsUsdPerDay: 5\n  perMonth: 50\n`,
      7,
      "spend.perMonth",
      "known here: budgetUsdPerMonth, modelsUsdPerDay",
    ],
    [
      "a negative budget",
      `${GOOD}spend: { budgetUsdPerMonth: -1 }\n`,
      5,
      "spend.budgetUsdPerMonth",
      "an amount in US dollars above 0",
    ],
    [
      "a budget in words",
      `${GOOD}spend: { modelsUsdPerDay: much }\n`,
      5,
      "spend.modelsUsdPerDay",
      "an amount in US dollars",
    ],
    ["a model that is none", `${GOOD}models: [claude]\n`, 5, "models.0", "a Bedrock model id such as"],
    ["every model", `${GOOD}models: ["anthropic.*"]\n`, 5, "models.0", "a Bedrock model id such as"],
    [
      "a network that is none",
      `${GOOD}network: { allow: [10.0.0.0/33] }\n`,
      5,
      "network.allow.0",
      'a network such as "10.0.0.0/8"',
    ],
    [
      "an address in place of a network",
      `${GOOD}network: { allow: [10.0.0.1] }\n`,
      5,
      "network.allow.0",
      "a network such as",
    ],
    [
      "destruction without asking",
      `${GOOD}autonomy: { destructive: auto }\n`,
      5,
      "autonomy.destructive",
      "approve",
    ],
    ["logs that are kept for a year", `${GOOD}logDays: 365\n`, 5, "logDays", "7, 14, 30, 60 or 90 days"],
    [
      "a certificate from another region",
      `${GOOD}site:\n  domain: gradus.example.com\n  certificate: arn:aws:acm:eu-central-1:123456789012:certificate/1\n`,
      7,
      "site.certificate",
      "the ARN of a certificate in us-east-1",
    ],
  ];
  for (const [what, text, line, key, expected] of wrong)
    it(`${what} is refused with file, line, key and what was expected`, () => {
      const { message, file } = refusal(text);
      expect(message).toContain('The settings of stage "prod" cannot be used');
      expect(message).toContain(`  ${file}:${line}: ${key}: `);
      expect(message).toContain(expected);
    });

  it("what is missing is named with the place where it belongs", () => {
    const { message, file } = refusal("region: eu-central-1\nalerts:\n  to: [ops@example.com]\n");
    expect(message).toContain(`  ${file}:3: alerts.from: an e-mail address`);
  });

  it("every mistake is told at once", () => {
    const { message } = refusal(`${GOOD.replace("eu-central-1", "nowhere")}shardSize: 0\nlogDays: 5\n`);
    expect(message.split("\n").slice(1)).toHaveLength(3);
  });

  it("a file that is not there is named, with what to do", () => {
    expect(() => loadConfig("/nowhere/gradus.config.yaml", "prod")).toThrow(
      "/nowhere/gradus.config.yaml cannot be read. Copy gradus.config.example.yaml",
    );
  });

  it("a file that is no YAML is named with line and column", () => {
    const { message, file } = refusal("region: eu-central-1\nalerts: [\n");
    expect(message).toContain(`${file}:3:1: this is no YAML`);
  });

  it("a file that is empty lacks everything", () => {
    expect(refusal("").message).toMatch(/region: .*\n.*alerts: /);
  });

  it("a stage's own settings replace the file's, key by key, for this stage only", () => {
    const file = fileOf(
      "c.yaml",
      `${GOOD}observeOnly: false\nstages:\n  dev: { observeOnly: true, logDays: 7 }\n`,
    );
    expect(loadConfig(file, "dev")).toMatchObject({ observeOnly: true, logDays: 7, region: "eu-central-1" });
    expect(loadConfig(file, "prod")).toMatchObject({ observeOnly: false, logDays: 30 });
  });

  it("a mistake in a stage's own settings is found at its own line, and only for this stage", () => {
    const text = `${GOOD}stages:\n  dev:\n    region: nowhere\n`;
    expect(refusal(text, "dev").message).toContain(":7: region: ");
    expect(loadConfig(fileOf("c.yaml", text), "prod").region).toBe("eu-central-1");
  });

  it("settings of stages that are no settings are refused, and not passed over", () => {
    expect(refusal(`${GOOD}stages: dev\n`).message).toContain(
      ":5: stages: a mapping of settings was expected",
    );
    expect(refusal(`${GOOD}stages:\n  dev: true\n`, "dev").message).toContain(
      ":6: stages.dev: a mapping of settings was expected",
    );
  });

  it("a mistake ends the deployment before anything is built", () => {
    process.env["GRADUS_CONFIG"] = FIXTURE;
    expect(deployment("prod")).toEqual({ name: "gradus", region: "eu-central-1", stage: "prod" });
    expect(() => deployment("broken")).toThrow(`${FIXTURE}:8: region: a region such as "eu-central-1"`);
  });

  it("a stage whose name AWS would not take in a resource's name is refused", () => {
    process.env["GRADUS_CONFIG"] = FIXTURE;
    for (const stage of ["Prod", "prod_eu", "-prod", "prod-", "a".repeat(21), "aws-prod"])
      expect(() => deployment(stage)).toThrow(`The stage "${stage}" cannot be deployed`);
  });
});

const OPTIONS = { shardSize: 50, discovery: false, network: { allow: [] } };

describe("targets.yaml, as it is deployed", () => {
  const targets = (text: string): string => fileOf("targets.yaml", `version: 1\ntargets:\n${text}`);

  it("what cannot be watched from AWS is refused with its name and what to say instead", () => {
    const file = targets(`  - id: shop
    manager: { kind: process, command: [node, shop.js], cwd: /srv/shop }
  - id: till
    health: [{ http: "http://localhost:3000/health" }]
  - id: page
    health: [{ http: "https://www.example.com/" }]
`);
    expect(() => loadDeployedTargets(file, OPTIONS)).toThrow(`${file} cannot be deployed to AWS:
  shop: its process managers need a machine`);
    expect(() => loadDeployedTargets(file, OPTIONS)).toThrow(
      "  till: http://localhost:3000/health cannot be reached from AWS",
    );
    expect(() => loadDeployedTargets(file, OPTIONS)).not.toThrow("page");
  });

  it("a mistake in the file is refused with its line", () => {
    const file = targets("  - id: shop\n    helth: []\n");
    expect(() => loadDeployedTargets(file, OPTIONS)).toThrow(`${file}:4`);
  });

  it("the demo fleet is left out, and said to be", () => {
    const { targets: deployed, notes } = loadDeployedTargets("targets.yaml", OPTIONS);
    expect(deployed).toEqual([]);
    expect(notes).toContain(
      "left out, because it lives on one machine only: email-blast, chatbot, social-media",
    );
  });

  it("targets are split into shards of a size; with discovery there is a shard for what may be found", () => {
    const many = Array.from(
      { length: 101 },
      (_, n) => `  - id: page-${n}\n    health: [{ http: "https://p${n}.example.com/" }]\n`,
    );
    const file = targets(many.join(""));
    expect(loadDeployedTargets(file, OPTIONS).shards).toEqual({ http: 3 });
    expect(loadDeployedTargets(file, { ...OPTIONS, discovery: true }).shards).toEqual({
      http: 3,
      container: 1,
      metric: 1,
      resource: 1,
    });
  });

  it("addresses of the functions' own machine are targets only where its network is allowed: on an emulator", () => {
    const file = targets(`  - id: till\n    health: [{ http: "http://127.0.0.1:3000/health" }]\n`);
    expect(() => loadDeployedTargets(file, OPTIONS)).toThrow("till");
    const allowed = { ...OPTIONS, network: { allow: ["127.0.0.0/8"] } };
    expect(loadDeployedTargets(file, allowed).targets.map((t) => t.id)).toEqual(["till"]);
  });
});
