import { createRequire } from "node:module";
import { localNames, remediation, substitute, verbNames } from "@gradus/workflows";
import { describe, expect, test } from "vitest";
import { type Json, loadMachine } from "../../local/src/runner/index.ts";

const validate = createRequire(import.meta.url)("asl-validator") as (
  definition: unknown,
  options?: { checkArn?: boolean; checkPaths?: boolean },
) => { isValid: boolean; errors: unknown[] };

interface State {
  Type: string;
  Resource?: string;
  Parameters?: { FunctionName?: string };
  TimeoutSeconds?: number;
  HeartbeatSeconds?: number;
  Retry?: Record<string, unknown>[];
  Catch?: { ErrorEquals: string[]; ResultPath: string; Next: string }[];
  Choices?: { Next: string }[];
  Default?: string;
  Next?: string;
  ItemProcessor?: { States: Record<string, State> };
}
const states = remediation.States as unknown as Record<string, State>;
const all = Object.entries(states).flatMap(([name, state]): [string, State][] => [
  [name, state],
  ...Object.entries(state.ItemProcessor?.States ?? {}),
]);
const tasks = all.filter(([, state]) => state.Type === "Task");
const waits = tasks.filter(([, state]) => state.Resource?.endsWith(".waitForTaskToken"));
const lambda = (name: string) => `arn:aws:lambda:eu-west-1:123456789012:function:${name}`;
const deployed = substitute(remediation, {
  ...Object.fromEntries(verbNames.map((v) => [v, lambda(v)])),
  OperatorsTopic: "arn:aws:sns:eu-west-1:123456789012:operators",
});

describe("the remediation definition", () => {
  test("is valid for a validator that others wrote, and for our runner", () => {
    expect(validate(deployed, { checkPaths: true, checkArn: true })).toMatchObject({ isValid: true });
    const local = substitute(remediation, localNames);
    const machine = loadMachine("Remediation", local as unknown as Json, [
      ...verbNames,
      "arn:aws:states:::lambda:invoke",
      "arn:aws:states:::sns:publish",
    ]);
    expect(machine.startAt).toBe("Triage");
  });

  test.each(tasks)("%s has a timeout, is retried as AWS recommends, and catches everything", (_, state) => {
    expect(state.TimeoutSeconds).toBeGreaterThan(0);
    const retry = state.Retry?.at(-1);
    expect(retry?.["ErrorEquals"]).toEqual(
      expect.arrayContaining([
        "Lambda.ServiceException",
        "Lambda.AWSLambdaException",
        "Lambda.SdkClientException",
        "Lambda.TooManyRequestsException",
      ]),
    );
    expect(retry).toMatchObject({ JitterStrategy: "FULL", MaxDelaySeconds: 10, MaxAttempts: 3 });
    expect(state.Catch?.map((c) => c.ErrorEquals)).toEqual([["States.ALL"]]);
    expect(state.Catch?.[0]?.ResultPath).toBe("$.fault");
  });

  test.each(tasks)("a fault of %s leads to somebody being told", (name, state) => {
    const next = state.Catch?.[0]?.Next ?? "";
    // The alarm is how they are told; and an expert that fails only does not vote.
    if (name === "Alarm") expect(next).toBe("Tell operators");
    else if (name === "Tell operators") expect(next).toBe("Failed");
    else if (name === "Ask expert") expect(next).toBe("No opinion");
    else expect(["Escalate", "Alarm"]).toContain(next);
    expect(states["Escalate"]?.Catch?.[0]?.Next).toBe("Alarm");
  });

  test("the panel as a whole catches everything too", () => {
    expect(states["Consult"]?.Catch).toEqual([
      { ErrorEquals: ["States.ALL"], ResultPath: "$.fault", Next: "Escalate" },
    ]);
  });

  test("the two waits for people have a heartbeat shorter than their timeout, and carry the token", () => {
    expect(waits.map(([name]) => name)).toEqual(["Await approval", "Await human"]);
    for (const [, state] of waits) {
      expect(state.HeartbeatSeconds).toBeLessThan(state.TimeoutSeconds ?? 0);
      expect(JSON.stringify(state.Parameters)).toContain("$$.Task.Token");
    }
  });

  test("a wait for help goes on when nobody kept it alive for a day, as often as the execution has days", () => {
    expect(states["Await human"]?.Retry?.[0]).toEqual({
      ErrorEquals: ["States.HeartbeatTimeout"],
      IntervalSeconds: 1,
      MaxAttempts: 100,
      BackoffRate: 1,
    });
    // As often as it can happen before the execution itself is too old.
    const { HeartbeatSeconds: day = 0 } = states["Await human"] ?? {};
    expect(100 * day).toBeGreaterThan(remediation.TimeoutSeconds);
  });

  test("every phase has the time that the design gives it", () => {
    const seconds = (name: string) => states[name]?.TimeoutSeconds;
    expect([seconds("Quick fix"), seconds("Research"), seconds("Consensus")]).toEqual([30, 300, 300]);
  });

  test("uses plain reference paths only, and no intrinsic function", () => {
    const paths: string[] = [];
    JSON.stringify(remediation, (_, value: unknown) => {
      if (typeof value === "string" && value.startsWith("$") && !value.startsWith("${")) paths.push(value);
      return value;
    });
    expect(paths.length).toBeGreaterThan(10);
    for (const path of paths) expect(path).toMatch(/^\$(\$?(\.\w+)*)$/);
    expect(JSON.stringify(remediation)).not.toMatch(
      /States\.(Format|Json|String|Array|Math|UUID|Hash|Base64)/,
    );
    expect(JSON.stringify(remediation)).not.toMatch(/QueryLanguage|JSONata|\{%/);
  });

  test("calls only verbs that there are, and every verb is called", () => {
    const called = tasks
      .filter(([name]) => name !== "Tell operators")
      .map(([, state]) => state.Parameters?.FunctionName ?? state.Resource ?? "");
    expect(new Set(called)).toEqual(new Set(verbNames.map((name) => `\${${name}}`)));
  });

  test("names its states in words, each with a comment where it does something", () => {
    for (const [name, state] of all) {
      expect(name).toMatch(/^[A-Z][a-z]+( [a-z]+)*$/);
      if (state.Type === "Task") expect(state).toHaveProperty("Comment");
    }
  });

  test("every Choice has a default, so that no decision leads nowhere", () => {
    for (const [, state] of all.filter(([, s]) => s.Type === "Choice")) expect(state.Default).toBeDefined();
  });

  test("leaves room for its longest wait", () => {
    const longest = Math.max(...waits.map(([, state]) => state.TimeoutSeconds ?? 0));
    expect(remediation.TimeoutSeconds).toBeGreaterThan(longest);
  });
});
