import {
  ExecutionAlreadyExists,
  InvalidToken,
  SendTaskHeartbeatCommand,
  SendTaskSuccessCommand,
  type SFNClient,
  StartExecutionCommand,
  TaskDoesNotExist,
  TaskTimedOut,
} from "@aws-sdk/client-sfn";
import { GradusError, messageOf, type Workflows } from "@gradus/core";

export interface WorkflowsOptions {
  client: SFNClient;
  /** ARN of the state machine's alias: what runs is the version that was released. */
  machine: string;
}

/** Core's port over Step Functions. A token that no longer waits is an ordinary answer, not a fault. */
export function createWorkflows({ client, machine }: WorkflowsOptions): Workflows {
  const start = createStart(client, machine);
  return {
    async startRemediation(task) {
      await start(task, task);
    },
    answer: (token, output) =>
      waits(() =>
        client.send(new SendTaskSuccessCommand({ taskToken: token, output: JSON.stringify(output) })),
      ),
    heartbeat: (token) => waits(() => client.send(new SendTaskHeartbeatCommand({ taskToken: token }))),
  };
}

/** Starts an execution under a name. False if that name was used by one that has ended. */
export function createStart(client: SFNClient, machine: string) {
  return async (name: string, task: string): Promise<boolean> => {
    try {
      const input = JSON.stringify({ task });
      await client.send(new StartExecutionCommand({ stateMachineArn: machine, name, input }));
      return true;
    } catch (error) {
      if (error instanceof ExecutionAlreadyExists) return false;
      const why = `the remediation of ${task} could not be started: ${messageOf(error)}`;
      throw new GradusError("unavailable", why, { task }, error);
    }
  };
}

async function waits(send: () => Promise<unknown>): Promise<boolean> {
  try {
    await send();
    return true;
  } catch (error) {
    if (error instanceof TaskTimedOut || error instanceof TaskDoesNotExist || error instanceof InvalidToken)
      return false;
    throw new GradusError("unavailable", `Step Functions: ${messageOf(error)}`, {}, error);
  }
}
