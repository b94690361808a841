import { isAbsolute } from "node:path";
import { readFileSync } from "node:fs";
import { expect, it } from "vitest";
import { FIXTURE } from "./configurations.ts";
import { synthesise } from "./synth.ts";
import { all } from "./templates/template.ts";

const { templates } = synthesise({ stage: "dev-ada", file: FIXTURE }, "dev");
const functions = all(templates, "AWS::Lambda::Function").filter(
  (fn) => fn.props["FunctionName"] !== undefined,
);
const environment = (fn: (typeof functions)[number]): Record<string, unknown> =>
  (fn.props["Environment"] as { Variables: Record<string, unknown> }).Variables;

it("under sst dev a function finds its targets where the repository is", () => {
  const files = functions.flatMap((fn) => environment(fn)["GRADUS_TARGETS_FILE"] ?? []).map(String);
  expect(files.length).toBeGreaterThan(20);
  for (const file of new Set(files)) {
    expect(isAbsolute(file)).toBe(true);
    expect(JSON.parse(readFileSync(file, "utf8"))).not.toHaveLength(0);
  }
});

it("under sst dev CloudFormation is answered also when nobody's machine is there to answer", () => {
  const live = functions.filter((fn) => fn.props["Handler"] === "live-lambda.handler");
  const names = live.map((fn) => fn.props["FunctionName"]);
  expect(names).toContain("gradus-dev-ada-detect-http");
  expect(names).not.toContain("gradus-dev-ada-publish-site");
});
