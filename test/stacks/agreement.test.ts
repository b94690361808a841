import { readFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { targetSchema } from "@gradus/core";
import { remediation, substitute, verbNames } from "@gradus/workflows";
import * as z from "zod";
import { build } from "esbuild";
import { beforeAll, describe, expect, it, vi } from "vitest";
import { readSettings } from "../../functions/runtime/settings.ts";
import { PRODUCTION } from "./configurations.ts";
import { entryPoints, fileOf } from "./handlers.ts";
import { synthesise, type Asked, type Synthesised } from "./synth.ts";
import { environmentOf, text } from "./templates/resolve.ts";
import { statementsOf } from "./templates/statements.ts";
import { all, at, type Found, listOf, type Templates, word } from "./templates/template.ts";
import { definitionOf, machinesOf } from "./templates/workflow.ts";

const root = resolve(import.meta.dirname, "../..");
/** QuickFix is quick-fix. */
const kebab = (verb: string): string => verb.replace(/(?<=[a-z])([A-Z])/g, "-$1").toLowerCase();

let made: Synthesised;
beforeAll(() => {
  made = synthesise(PRODUCTION);
});

const functionOf = (templates: Templates, { functionName }: Asked): Found => {
  const found = all(templates, "AWS::Lambda::Function").find((f) => f.props["FunctionName"] === functionName);
  if (!found) throw new Error(`there is no function ${functionName}`);
  return found;
};

describe("the state machine that is deployed", () => {
  it("is the data of packages/workflows, letter for letter", () => {
    const [machine] = machinesOf(made.templates);
    expect(JSON.parse(word(machine?.props["DefinitionString"]))).toEqual(remediation);
  });

  it("has a function for every verb, the topic of the operators, and nothing else put in", () => {
    const [machine] = machinesOf(made.templates);
    if (!machine) throw new Error("there is no machine");
    const here = "eu-central-1:123456789012";
    const values = {
      ...Object.fromEntries(
        verbNames.map((verb) => [verb, `arn:aws:lambda:${here}:function:gradus-prod-${kebab(verb)}`]),
      ),
      OperatorsTopic: `arn:aws:sns:${here}:gradus-prod-operators`,
    };
    expect(Object.keys(machine.props["DefinitionSubstitutions"] as object).toSorted()).toEqual(
      Object.keys(values).toSorted(),
    );
    expect(definitionOf(made.templates, machine)).toEqual(substitute(remediation, values));
  });

  it("calls for each verb the entry point of that verb", () => {
    for (const verb of verbNames) {
      const name = kebab(verb);
      const asked = made.functions.find((f) => f.functionName === `gradus-prod-${name}`);
      expect(asked?.handler).toBe(`functions/remediation/${name}.handler`);
      const code = readFileSync(join(root, "functions/remediation", `${name}.ts`), "utf8");
      expect(code).toContain(`("${verb}"`);
    }
  });

  it("may call every function that it names, and no other", () => {
    const role = all(made.templates, "AWS::IAM::Policy").find((p) => p.id.startsWith("MachineRole"));
    const called = listOf(at(role?.props, "PolicyDocument", "Statement"))
      .filter((s) => at(s, "Action") === "lambda:InvokeFunction")
      .flatMap((s) => listOf(at(s, "Resource")).map((r) => text(made.templates, "Remediation", r)));
    expect(called).toHaveLength(verbNames.length);
    const [machine] = machinesOf(made.templates);
    const definition = machine ? JSON.stringify(definitionOf(made.templates, machine)) : "";
    for (const arn of called) expect(definition).toContain(`"${arn}"`);
  });
});

describe("the functions that are deployed", () => {
  it("every entry point is deployed, and every function has an entry point", () => {
    expect([...new Set(made.functions.map((f) => f.handler))].toSorted()).toEqual(entryPoints());
  });

  it("each is told what its own code says it needs", async () => {
    const needs = await neededBy(made.functions.map((f) => f.handler));
    const missing = made.functions.flatMap((asked) => {
      const environment = environmentOf(made.templates, functionOf(made.templates, asked));
      return [...(needs.get(asked.handler) ?? [])]
        .filter((variable) => !environment[variable])
        .map((variable) => `${asked.functionName}: ${variable}`);
    });
    expect(missing).toEqual([]);
    expect([...(needs.get("functions/mail.handler") ?? [])]).toContain("GRADUS_MAIL_FROM");
  });

  it("what sends commands to machines is told of the document, and what may not is not", () => {
    for (const asked of made.functions) {
      const fn = functionOf(made.templates, asked);
      const environment = environmentOf(made.templates, fn);
      const sends = statementsOf(made.templates, fn)
        .filter((s) => s.actions.includes("ssm:SendCommand"))
        .flatMap((s) => s.resources);
      for (const [variable, document] of [
        ["GRADUS_SSM_OBSERVE", "observe"],
        ["GRADUS_SSM_ACT", "act"],
      ] as const) {
        const may = sends.some((r) => r.endsWith(`:document/gradus-prod-${document}`));
        expect(`${asked.functionName} ${environment[variable] ?? "-"}`).toBe(
          `${asked.functionName} ${may ? `gradus-prod-${document}` : "-"}`,
        );
      }
    }
  });

  it("mail goes to everybody who is named in the settings", () => {
    const [mail] = made.functions.filter((f) => f.handler === "functions/mail.handler");
    if (!mail) throw new Error("nobody sends mail");
    const settings = readSettings(environmentOf(made.templates, functionOf(made.templates, mail)));
    expect(settings.mail).toEqual({
      from: "gradus@example.com",
      to: [
        { address: "ops@example.com", zone: "UTC" },
        { address: "second@example.com", zone: "Europe/Berlin" },
      ],
      set: "gradus-prod",
    });
  });

  it("who sums up the day, who answers the page and who mails know the same recipients", () => {
    const known = made.functions
      .filter((f) => ["mail", "tend", "api"].some((name) => f.handler === `functions/${name}.handler`))
      .map((f) => readSettings(environmentOf(made.templates, functionOf(made.templates, f))).mail.to);
    expect(known).toHaveLength(3);
    expect(new Set(known.map((to) => JSON.stringify(to))).size).toBe(1);
    expect(known[0]).toHaveLength(2);
  });

  it("the targets lie beside the code as its reader parses them", () => {
    for (const { copyFiles } of made.functions) {
      const file = copyFiles.find((f) => f.to === "targets.json");
      const targets: unknown = JSON.parse(readFileSync(join(root, file?.from ?? ""), "utf8"));
      const ids = z
        .array(targetSchema)
        .parse(targets)
        .map((t) => t.id);
      expect(ids).toEqual(["shop", "orders", "resize", "ledger", "legacy"]);
    }
  });

  it("what reaches the world opens with what it is told", async () => {
    const [probe] = made.functions.filter((f) => f.handler === "functions/outbound/probe.handler");
    if (!probe) throw new Error("nothing reaches the world");
    const environment = environmentOf(made.templates, functionOf(made.templates, probe));
    for (const [name, value] of Object.entries(environment)) vi.stubEnv(name, value);
    vi.stubEnv("LAMBDA_TASK_ROOT", dirname(join(root, probe.copyFiles[0]?.from ?? "")));
    // By path: what it imports is type-checked with stricter flags than stacks can be.
    const settings = resolve(root, "functions/outbound/settings.ts");
    const outbound = (await import(settings)) as { theOutbound(): unknown };
    expect(() => outbound.theOutbound()).not.toThrow();
    vi.unstubAllEnvs();
  });
});

/** What `needed(…, "GRADUS_X")` asks for anywhere in the code that a function is bundled from. */
async function neededBy(handlers: string[]): Promise<Map<string, Set<string>>> {
  const files = [...new Set(handlers)].map(fileOf);
  const { metafile } = await build({
    entryPoints: files,
    absWorkingDir: root,
    outdir: "needs",
    outbase: root,
    bundle: true,
    packages: "external",
    platform: "node",
    format: "esm",
    metafile: true,
    write: false,
    logLevel: "silent",
  });
  return new Map(
    files.map((file) => {
      const inputs = Object.keys(metafile.outputs[`needs/${file.replace(/\.ts$/, ".js")}`]?.inputs ?? {});
      const asked = inputs.flatMap((input) => [
        ...readFileSync(join(root, input), "utf8").matchAll(/needed\([^;]*?"(GRADUS_\w+)"/g),
      ]);
      return [file.replace(/\.ts$/, ".handler"), new Set(asked.map(([, name = ""]) => name))];
    }),
  );
}
