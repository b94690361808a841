import {
  GetCommandInvocationCommand,
  type GetCommandInvocationCommandOutput,
  SendCommandCommand,
  SSMClient,
} from "@aws-sdk/client-ssm";
import { type Clock, GradusError, isGradusError } from "@gradus/core";
import { ask, find } from "../clients/ask.ts";
import type { ClientOptions } from "../clients/create.ts";

export interface SsmCommand {
  /** Id of the managed node: "i-…", or "mi-…" on premises. */
  instance: string;
  document: string;
  parameters: Readonly<Record<string, string>>;
  /** How long the answer is waited for, delivery included. */
  timeoutMs: number;
}

export interface SsmOutcome {
  status: "Success" | "Failed";
  stdout: string;
  stderr: string;
  code: number | null;
}

/** Runs a document on a node. Throws "unavailable" if the node was not reached, "timeout" if there is no answer in time. */
export interface SsmTransport {
  run(command: SsmCommand): Promise<SsmOutcome>;
}

export interface TransportOptions {
  pause: (ms: number) => Promise<void>;
  clock: Clock;
  /** How long it is waited before the first question for the answer, and at most between two. */
  pollMs?: number;
  maxPollMs?: number;
}

/** The least that Systems Manager takes: after it, a command that was not delivered never will be. */
export const DELIVERY_MS = 30_000;

/** A command that was sent must not be sent again because its answer got lost: it may be at work. Hence one attempt each. */
export const createSsmClient = (options: ClientOptions = {}): SSMClient =>
  new SSMClient({
    maxAttempts: 1,
    requestHandler: { connectionTimeout: 1_000, requestTimeout: 5_000 },
    ...options,
  });

export function createSsmTransport(client: SSMClient, options: TransportOptions): SsmTransport {
  const { pause, clock, pollMs = 300, maxPollMs = 2_000 } = options;

  /** The id of the command. Only a refusal for being too fast is tried again: it is sure that nothing was sent. */
  const send = async (command: SsmCommand, until: number): Promise<string> => {
    const { instance, document, parameters } = command;
    for (let wait = 500; ; wait *= 2) {
      try {
        const sent = await ask(
          "ssm:SendCommand",
          client.send(
            new SendCommandCommand({
              DocumentName: document,
              InstanceIds: [instance],
              Parameters: Object.fromEntries(Object.entries(parameters).map(([k, v]) => [k, [v]])),
              TimeoutSeconds: DELIVERY_MS / 1_000,
            }),
          ),
        );
        const id = sent.Command?.CommandId;
        if (id !== undefined) return id;
        throw new GradusError("unavailable", `ssm:SendCommand: no command for ${instance}`);
      } catch (error) {
        if (causeOf(error) === "InvalidInstanceId")
          throw new GradusError("unavailable", `${instance} is not managed by Systems Manager, or is off`);
        if (!/Throttl|TooManyRequests/.test(causeOf(error)) || clock.now() + wait > until) throw error;
        await pause(wait);
      }
    }
  };

  /** Undefined for as long as the invocation is not known, which is normal in the first moments, or cannot be asked for. */
  const look = async (
    instance: string,
    id: string,
  ): Promise<GetCommandInvocationCommandOutput | undefined> => {
    try {
      const question = new GetCommandInvocationCommand({ CommandId: id, InstanceId: instance });
      return await find("ssm:GetCommandInvocation", client.send(question), ["InvocationDoesNotExist"]);
    } catch (error) {
      if (isGradusError(error) && error.code === "unavailable") return undefined;
      throw error;
    }
  };

  return {
    async run(command) {
      const { instance, document, timeoutMs } = command;
      const until = clock.now() + timeoutMs;
      const id = await send(command, until);
      for (let wait = pollMs; ; wait = Math.min(wait * 1.5, maxPollMs)) {
        await pause(wait);
        const found = await look(instance, id);
        const outcome = found && outcomeOf(found, command);
        if (outcome) return outcome;
        if (clock.now() >= until) {
          const why = `${instance} has not answered within ${timeoutMs} ms (${document}, ${found?.Status ?? "unknown"})`;
          throw new GradusError("timeout", why, { instance, command: id });
        }
      }
    },
  };
}

/** Undefined while it is under way. Details say more than the status, with spaces in some places and without in others. */
function outcomeOf(
  found: GetCommandInvocationCommandOutput,
  { instance, document }: SsmCommand,
): SsmOutcome | undefined {
  const { Status: status, StatusDetails } = found;
  if (status === "Success" || status === "Failed" || status === "TimedOut" || status === "Cancelled") {
    const detail = (StatusDetails ?? status).replaceAll(" ", "");
    if (status === "Success" || detail === "Failed") {
      const { StandardOutputContent: stdout = "", StandardErrorContent: stderr = "", ResponseCode } = found;
      return { status: status === "Success" ? status : "Failed", stdout, stderr, code: ResponseCode ?? null };
    }
    const late = detail === "ExecutionTimedOut";
    const why = `${instance}: ${document} ended as ${detail}`;
    throw new GradusError(late ? "timeout" : "unavailable", why, { instance, detail });
  }
  return undefined;
}

const causeOf = (error: unknown): string =>
  error instanceof Error && error.cause instanceof Error ? error.cause.name : "";
