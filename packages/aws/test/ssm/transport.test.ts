import { isGradusError } from "@gradus/core";
import { afterEach, describe, expect, test } from "vitest";
import { createSsmClient, createSsmTransport } from "../../src/ssm/transport.ts";
import { canned } from "../support/canned.ts";

type Reply = { status?: number; body: unknown };

let close: (() => Promise<void>) | undefined;
afterEach(() => close?.());

const fault = (name: string, status = 400): Reply => ({ status, body: { __type: name, message: "no" } });
const sent: Reply = { body: { Command: { CommandId: "11111111-2222-3333-4444-555555555555" } } };
const is = (Status: string, StatusDetails = Status, more: Record<string, unknown> = {}): Reply => ({
  body: { Status, StatusDetails, ...more },
});

/** A transport whose sends and looks are answered in turn; the last answer stays. Time passes in pauses only. */
async function answering(sends: Reply[], looks: Reply[]) {
  const counts = { sends: 0, looks: 0 };
  const server = await canned((body) => {
    const [kind, replies] =
      "DocumentName" in body ? (["sends", sends] as const) : (["looks", looks] as const);
    counts[kind] += 1;
    return replies[Math.min(counts[kind], replies.length) - 1] ?? fault("InternalServerError", 500);
  });
  close = server.close;
  let now = 0;
  const pauses: number[] = [];
  const transport = createSsmTransport(createSsmClient(server.options), {
    clock: { now: () => now },
    pause: async (ms) => {
      pauses.push(ms);
      now += ms;
    },
  });
  const run = (): Promise<unknown> =>
    transport
      .run({ instance: "i-0abc", document: "look", parameters: { op: "look", args: "" }, timeoutMs: 20_000 })
      .catch((error: unknown) => error);
  return { run, counts, pauses, asked: server.asked };
}

const done = is("Success", "Success", {
  StandardOutputContent: "out",
  StandardErrorContent: "err",
  ResponseCode: 0,
});

describe("a command over Systems Manager", () => {
  test("is asked for until it is done, less and less often, also while it is not known yet", async () => {
    const looks = [fault("InvocationDoesNotExist"), is("Pending"), is("InProgress"), is("Delayed"), done];
    const { run, counts, pauses, asked } = await answering([sent], looks);
    expect(await run()).toEqual({ status: "Success", stdout: "out", stderr: "err", code: 0 });
    expect(counts).toEqual({ sends: 1, looks: 5 });
    expect(pauses).toEqual([300, 450, 675, 1_012.5, 1_518.75]);
    expect(asked[0]).toMatchObject({
      DocumentName: "look",
      InstanceIds: ["i-0abc"],
      Parameters: { op: ["look"], args: [""] },
      TimeoutSeconds: 30,
    });
  });

  test("that failed has its outcome", async () => {
    const { run } = await answering(
      [sent],
      [is("Failed", "Failed", { ResponseCode: 7, StandardErrorContent: "x" })],
    );
    expect(await run()).toEqual({ status: "Failed", stdout: "", stderr: "x", code: 7 });
  });

  test.each([
    ["TimedOut", "DeliveryTimedOut", "unavailable"],
    ["TimedOut", "Delivery Timed Out", "unavailable"],
    ["Failed", "Undeliverable", "unavailable"],
    ["Failed", "Terminated", "unavailable"],
    ["Cancelled", "Cancelled", "unavailable"],
    ["TimedOut", "Execution Timed Out", "timeout"],
  ])("that ended as %s, %s is an error that names the machine", async (status, details, code) => {
    const { run } = await answering([sent], [is(status, details)]);
    const error = await run();
    expect(error).toMatchObject({ code });
    expect(isGradusError(error) && error.message).toContain("i-0abc");
  });

  test("is given up when the time is over, with the last that was known", async () => {
    const { run, pauses } = await answering([sent], [is("InProgress")]);
    const error = await run();
    expect(error).toMatchObject({ code: "timeout", message: expect.stringMatching(/i-0abc .*InProgress/) });
    expect(pauses.reduce((a, b) => a + b, 0)).toBeLessThan(22_100);
  });

  test("for a machine that is not managed is unavailable, and without permission forbidden", async () => {
    const unknown = await answering([fault("InvalidInstanceId")], []);
    expect(await unknown.run()).toMatchObject({
      code: "unavailable",
      message: expect.stringContaining("i-0abc"),
    });
    await close?.();
    const refused = await answering([fault("AccessDeniedException")], []);
    expect(await refused.run()).toMatchObject({
      code: "forbidden",
      message: expect.stringContaining("ssm:SendCommand"),
    });
    await close?.();
    const blind = await answering([sent], [fault("AccessDeniedException")]);
    expect(await blind.run()).toMatchObject({
      code: "forbidden",
      message: expect.stringContaining("ssm:GetCommandInvocation"),
    });
  });

  test("is sent again only if it is sure that it was not taken", async () => {
    const slow = await answering([fault("ThrottlingException"), fault("ThrottlingException"), sent], [done]);
    expect(await slow.run()).toMatchObject({ status: "Success" });
    expect(slow.counts.sends).toBe(3);
    await close?.();
    const lost = await answering([fault("InternalServerError", 500), sent], [done]);
    expect(await lost.run()).toMatchObject({ code: "unavailable" });
    expect(lost.counts.sends).toBe(1);
  });

  test("is found again after a question for it that failed", async () => {
    const looks = [fault("ThrottlingException"), fault("InternalServerError", 500), done];
    const { run } = await answering([sent], looks);
    expect(await run()).toMatchObject({ status: "Success" });
  });
});
