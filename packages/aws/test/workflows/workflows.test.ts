import { SFNClient } from "@aws-sdk/client-sfn";
import { afterEach, expect, test } from "vitest";
import { createWorkflows } from "../../src/workflows/create.ts";
import { createExecutions, executionArn, standing } from "../../src/workflows/executions.ts";
import { canned } from "../support/canned.ts";

const machine = "arn:aws:states:eu-central-1:123456789012:stateMachine:gradus-prod-remediation:live";
let close: (() => Promise<void>) | undefined;
afterEach(() => close?.());

async function over(answer: Parameters<typeof canned>[0]) {
  const service = await canned(answer);
  close = service.close;
  const client = new SFNClient({ ...service.options, maxAttempts: 1 });
  return {
    asked: service.asked,
    workflows: createWorkflows({ client, machine }),
    executions: createExecutions(client, machine),
  };
}
const refused = (name: string) => ({ status: 400, body: { __type: name, message: name } });

test("an execution belongs to the machine, also where its alias was started", () => {
  expect(executionArn(machine, "abc-1")).toBe(
    "arn:aws:states:eu-central-1:123456789012:execution:gradus-prod-remediation:abc-1",
  );
});

test("a remediation is started by the alias, under the task's id", async () => {
  const { workflows, asked } = await over(() => ({ body: { executionArn: "x", startDate: 1 } }));
  await workflows.startRemediation("abc-1");
  expect(asked).toEqual([{ stateMachineArn: machine, name: "abc-1", input: '{"task":"abc-1"}' }]);
});

test("starting what was started before is no fault", async () => {
  const { workflows, executions } = await over(() => refused("ExecutionAlreadyExists"));
  await workflows.startRemediation("abc-1");
  expect(await executions.start("abc-1", "abc-1")).toBe(false);
});

test("an engine that cannot be reached is one, and says which task it was about", async () => {
  const { workflows } = await over(() => refused("StateMachineDoesNotExist"));
  await expect(workflows.startRemediation("abc-1")).rejects.toMatchObject({
    code: "unavailable",
    message: expect.stringContaining("abc-1"),
  });
});

test.each(["TaskTimedOut", "TaskDoesNotExist", "InvalidToken"])(
  "a token that no longer waits (%s) is an answer, not a fault",
  async (name) => {
    const { workflows } = await over(() => refused(name));
    expect(await workflows.answer("token", { decision: "approved" })).toBe(false);
    expect(await workflows.heartbeat("token")).toBe(false);
  },
);

test("an answer is sent as it is", async () => {
  const { workflows, asked } = await over(() => ({ body: {} }));
  expect(await workflows.answer("token", { decision: "approved", by: "human:ada" })).toBe(true);
  expect(asked).toEqual([{ taskToken: "token", output: '{"decision":"approved","by":"human:ada"}' }]);
});

test("an execution that never was has no status", async () => {
  const { executions } = await over(() => refused("ExecutionDoesNotExist"));
  expect(await executions.status("abc-1")).toBeUndefined();
});

test("what was entered and not left is where it stands", () => {
  const event = (id: number, details: object) => ({
    id,
    timestamp: new Date(id),
    type: undefined,
    ...details,
  });
  const entered = (name: string) => event(1, { stateEnteredEventDetails: { name } });
  const left = (name: string) => event(2, { stateExitedEventDetails: { name } });
  expect(standing([entered("Triage"), left("Triage"), entered("Await human")])).toEqual(["Await human"]);
  const experts = [entered("Consult"), entered("Ask expert"), entered("Ask expert"), left("Ask expert")];
  expect(standing(experts)).toEqual(["Consult", "Ask expert"]);
});
