import { InvokeCommand, type LambdaClient } from "@aws-sdk/client-lambda";
import { GradusError, redact } from "@gradus/core";
import { ask } from "../clients/ask.ts";
import type { Invoke } from "./remote-probe.ts";

/** Calls a Lambda function and waits for its answer. GradusError "unavailable" where the function itself fails. */
export const lambdaInvoke =
  (client: Pick<LambdaClient, "send">, functionName: string): Invoke =>
  async (payload) => {
    if (functionName === "") throw new GradusError("unavailable", "there is no function that does this");
    const command = new InvokeCommand({ FunctionName: functionName, Payload: JSON.stringify(payload) });
    const { FunctionError: failed, Payload: bytes } = await ask(
      "lambda:InvokeFunction",
      client.send(command),
    );
    // An empty answer is no array of bytes, whatever its type says.
    const said = bytes instanceof Uint8Array ? new TextDecoder().decode(bytes) : "";
    if (failed !== undefined) {
      const why = `${functionName} failed (${failed}): ${redact(said, 300)}`;
      throw new GradusError("unavailable", why, { function: functionName });
    }
    try {
      return JSON.parse(said);
    } catch (error) {
      throw new GradusError(
        "unavailable",
        `${functionName} answered no JSON`,
        { function: functionName },
        error,
      );
    }
  };
