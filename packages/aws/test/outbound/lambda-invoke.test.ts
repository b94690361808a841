import { LambdaClient } from "@aws-sdk/client-lambda";
import { afterEach, describe, expect, it } from "vitest";
import { lambdaInvoke } from "../../src/outbound/lambda-invoke.ts";
import { closeAll, serve } from "./serve.ts";

afterEach(closeAll);

/** The real client against something that answers as the Lambda API does. */
async function invoking(answer: { status?: number; body: string; headers?: Record<string, string> }) {
  const api = await serve((req, res) => {
    req.resume().on("end", () => res.writeHead(answer.status ?? 200, answer.headers).end(answer.body));
  });
  const credentials = { accessKeyId: "test", secretAccessKey: "test" };
  const client = new LambdaClient({ endpoint: api.url, region: "eu-central-1", credentials, maxAttempts: 1 });
  return { api, invoke: lambdaInvoke(client, "gradus-test-probe") };
}

describe("invoking a function", () => {
  it("gives what it answers", async () => {
    const { api, invoke } = await invoking({ body: '{"answers":["ü"]}' });
    expect(await invoke({ asks: [1] })).toEqual({ answers: ["ü"] });
    expect(api.asked).toEqual(["POST /2015-03-31/functions/gradus-test-probe/invocations"]);
  });

  it("that throws is unavailable, and says which function it was without its secrets", async () => {
    const { invoke } = await invoking({
      headers: { "x-amz-function-error": "Unhandled" },
      body: '{"errorType":"Error","errorMessage":"Task timed out, password=hunter2"}',
    });
    const error = await invoke({}).catch((e: unknown) => e);
    expect(error).toMatchObject({ code: "unavailable" });
    expect(String(error)).toMatch(/gradus-test-probe failed \(Unhandled\).*Task timed out/);
    expect(String(error)).not.toContain("hunter2");
  });

  it("that is throttled, refused or answers no JSON is told as a GradusError", async () => {
    const refused = (type: string) => ({ "x-amzn-errortype": type, "content-type": "application/json" });
    const throttled = await invoking({
      status: 429,
      body: "{}",
      headers: refused("TooManyRequestsException"),
    });
    await expect(throttled.invoke({})).rejects.toMatchObject({ code: "unavailable" });
    const denied = await invoking({ status: 403, body: "{}", headers: refused("AccessDeniedException") });
    await expect(denied.invoke({})).rejects.toMatchObject({ code: "forbidden" });
    await expect((await invoking({ body: "oops" })).invoke({})).rejects.toMatchObject({
      code: "unavailable",
    });
    await expect((await invoking({ body: "" })).invoke({})).rejects.toMatchObject({ code: "unavailable" });
  });

  it("that was never deployed is unavailable, not a malformed call", async () => {
    const invoke = lambdaInvoke(new LambdaClient({ region: "eu-central-1" }), "");
    await expect(invoke({})).rejects.toMatchObject({ code: "unavailable" });
  });
});
