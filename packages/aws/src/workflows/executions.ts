import {
  DescribeExecutionCommand,
  type DescribeExecutionOutput,
  ExecutionDoesNotExist,
  GetExecutionHistoryCommand,
  type HistoryEvent,
  type SFNClient,
} from "@aws-sdk/client-sfn";
import { type Executions, GradusError, messageOf, newestExecution } from "@gradus/core";
import { createStart } from "./create.ts";

const HISTORY_EVENTS = 500;

export interface ExecutionSeen {
  name: string;
  status: string;
  /** States that were entered and not left. */
  states: string[];
  history: HistoryEvent[];
}

/** An execution's ARN from its machine's (or alias') and its name: executions belong to the machine, not to the alias. */
export function executionArn(machine: string, name: string): string {
  const [arn, partition, service, region, account, , machineName] = machine.split(":");
  return [arn, partition, service, region, account, "execution", machineName, name].join(":");
}

export const createExecutions = (client: SFNClient, machine: string): Executions => ({
  status: async (name) => (await describe(client, executionArn(machine, name)))?.status,
  start: createStart(client, machine),
});

/** The last execution that a task got, with the newest of its history. Undefined if it never had one. */
export async function lastExecution(
  client: SFNClient,
  machine: string,
  task: string,
): Promise<ExecutionSeen | undefined> {
  const found = await newestExecution(task, (name) => describe(client, executionArn(machine, name)));
  if (!found?.executionArn) return undefined;
  const { executionArn: arn } = found;
  const page = await client.send(
    new GetExecutionHistoryCommand({ executionArn: arn, maxResults: HISTORY_EVENTS, reverseOrder: true }),
  );
  const history = (page.events ?? []).reverse();
  const running = found.status === "RUNNING";
  return {
    name: found.name ?? task,
    status: found.status ?? "",
    states: running ? standing(history) : [],
    history,
  };
}

/** Names of the states that were entered and not left. */
export function standing(history: readonly HistoryEvent[]): string[] {
  const open: string[] = [];
  for (const event of history) {
    const entered = event.stateEnteredEventDetails?.name;
    const left = event.stateExitedEventDetails?.name;
    if (entered !== undefined) open.push(entered);
    const at = left === undefined ? -1 : open.lastIndexOf(left);
    if (at >= 0) open.splice(at, 1);
  }
  return open;
}

async function describe(client: SFNClient, arn: string): Promise<DescribeExecutionOutput | undefined> {
  try {
    return await client.send(new DescribeExecutionCommand({ executionArn: arn }));
  } catch (error) {
    if (error instanceof ExecutionDoesNotExist) return undefined;
    throw new GradusError("unavailable", `Step Functions: ${messageOf(error)}`, {}, error);
  }
}
