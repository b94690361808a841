import type { GetFunctionConfigurationCommandOutput, LambdaClient } from "@aws-sdk/client-lambda";
import type { ServiceStatus } from "@gradus/core";
import { describeFunction, type LambdaManager, noFunction, readConcurrency } from "./describe.ts";

export async function functionStatus(client: LambdaClient, manager: LambdaManager): Promise<ServiceStatus> {
  const described = await describeFunction(client, manager);
  if (!described) return { running: false, recentStarts: 0, unknown: noFunction(manager) };
  const reserved = (await readConcurrency(client, manager))?.value;
  return readFunctionStatus(described, reserved);
}

/** A function "runs" if it can be called. Reserving no concurrency is how people switch one off. */
export function readFunctionStatus(
  { State, StateReason }: Pick<GetFunctionConfigurationCommandOutput, "State" | "StateReason">,
  reserved: number | undefined,
): ServiceStatus {
  if (reserved === 0) return { running: false, recentStarts: 0, stoppedOnPurpose: true };
  const unknown = (text: string): ServiceStatus => ({ running: false, recentStarts: 0, unknown: text });
  switch (State) {
    case "Active":
    case undefined:
      return { running: true, recentStarts: 0 };
    case "Failed":
      return { running: false, recentStarts: 0 };
    case "Inactive":
      return unknown("it was idle for long: AWS prepares it anew at its next call");
    default:
      return unknown(`the function is ${State}${StateReason === undefined ? "" : `: ${StateReason}`}`);
  }
}
