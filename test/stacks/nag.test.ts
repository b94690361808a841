import { Aspects, CfnResource } from "aws-cdk-lib";
import { AwsSolutionsChecks, type INagLogger } from "cdk-nag";
import { beforeAll, describe, expect, it } from "vitest";
import { configurations } from "./configurations.ts";
import { synthesise } from "./synth.ts";
import { at, isRecord, listOf } from "./templates/template.ts";

/** One suppression as it hangs on a resource; each finding that it names is one. */
interface Suppression {
  path: string;
  rule: string;
  /** Which finding, as a pattern; nothing: all of the rule. */
  finding?: RegExp;
  reason: string;
}
interface Finding {
  path: string;
  rule: string;
  finding: string;
}

// With a name of its own the page has other suppressions than under CloudFront's.
const looked = ["a production stage", "a stage without models, with a name of its own"] as const;

for (const name of looked)
  describe(`cdk-nag of ${name}`, () => {
    const open: string[] = [];
    const suppressed: Finding[] = [];
    let suppressions: Suppression[] = [];

    beforeAll(() => {
      const configuration = configurations[name];
      if (!configuration) throw new Error(`there is no configuration "${name}"`);
      const { app } = synthesise(configuration());
      const ignore = (): void => {};
      const logger: INagLogger = {
        onNonCompliance: (d) =>
          open.push(`${d.ruleLevel} ${d.ruleId} ${d.resource.node.path} ${d.findingId}: ${d.ruleInfo}`),
        onError: (d) =>
          open.push(`${d.ruleId} cannot be checked on ${d.resource.node.path}: ${d.errorMessage}`),
        onSuppressed: (d) =>
          suppressed.push({ path: d.resource.node.path, rule: d.ruleId, finding: d.findingId }),
        onSuppressedError: (d) => open.push(`${d.ruleId} cannot be checked on ${d.resource.node.path}`),
        onCompliance: ignore,
        onNotApplicable: ignore,
      };
      Aspects.of(app).add(new AwsSolutionsChecks({ reports: false, additionalLoggers: [logger] }));
      app.synth({ force: true });
      const resources = app.node.findAll().filter((node) => CfnResource.isCfnResource(node));
      suppressions = resources.flatMap(suppressionsOf);
    });

    it("no error and no warning is left", () => {
      expect(open).toEqual([]);
    });

    it("every suppression suppresses something", () => {
      const idle = suppressions.filter(
        (s) =>
          !suppressed.some(
            (f) => f.path === s.path && f.rule === s.rule && (!s.finding || s.finding.test(f.finding)),
          ),
      );
      expect(idle.map((s) => `${s.path}: ${s.rule} ${s.finding?.source ?? ""}`)).toEqual([]);
    });

    it("every suppression says why in a sentence", () => {
      expect(suppressions.length).toBeGreaterThan(0);
      const short = suppressions.filter((s) => s.reason.split(/\s+/).length < 6);
      expect(short).toEqual([]);
    });
  });

function suppressionsOf(resource: CfnResource): Suppression[] {
  const nag: unknown = resource.getMetadata("cdk_nag");
  return listOf(at(nag, "rules_to_suppress")).flatMap((entry): Suppression[] => {
    const path = resource.node.path;
    const base = { path, rule: String(at(entry, "id")), reason: reasonOf(entry) };
    const findings = listOf(at(entry, "applies_to"));
    return findings.length === 0 ? [base] : findings.map((f) => ({ ...base, finding: patternOf(f) }));
  });
}

/** A reason with letters beyond Latin-1 is kept as base64. */
function reasonOf(entry: unknown): string {
  const reason = String(at(entry, "reason"));
  return at(entry, "is_reason_encoded") === true ? Buffer.from(reason, "base64").toString() : reason;
}

function patternOf(finding: unknown): RegExp {
  if (isRecord(finding)) return new RegExp(String(finding["regex"]).replace(/^\/|\/$/g, ""));
  return new RegExp(`^${String(finding).replace(/[.*+?^${}()|[\]\\]/g, "\\$&")}$`);
}
