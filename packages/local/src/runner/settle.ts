import type { Engine } from "./engine/engine.ts";
import { PAYLOAD_LIMIT } from "./engine/limit.ts";
import type { Live } from "./engine/live.ts";
import type { Registry } from "./engine/registry.ts";
import { decodeToken } from "./engine/token.ts";
import { RunnerError } from "./fault.ts";
import type { TokenStage } from "./journal.ts";
import type { Json } from "./json.ts";
import { isLate } from "./states/token.ts";

export interface TaskSuccess {
  readonly token: string;
  readonly output: unknown;
}

export interface TaskFailure {
  readonly token: string;
  readonly error?: string;
  readonly cause?: string;
}

/**
 * Finds the task that waits for a token, lets `change` settle it, and comes back when this is journaled.
 * Throws RunnerError: InvalidToken (not a token), TaskDoesNotExist (no such execution), TaskTimedOut (used,
 * late, of an earlier attempt, or its execution has ended).
 */
export const withToken = async (
  engine: Engine,
  registry: Registry,
  token: string,
  change: (stage: TokenStage, now: number) => void,
): Promise<void> => {
  const { executionId, path, nonce } = decodeToken(token);
  const live = registry.get(executionId) ?? (await adopt(engine, registry, executionId));
  const stage = live.frameAt(path)?.stage;
  const now = engine.clock.now();
  if (stage?.kind !== "token" || stage.nonce !== nonce || stage.settled !== undefined || isLate(stage, now)) {
    // Timers do not run while a machine sleeps: the state would see hours later that it is late.
    live.poke(nonce);
    throw new RunnerError("TaskTimedOut", "The task no longer waits for this token");
  }
  change(stage, now);
  live.touch();
  live.poke(nonce);
  await live.flush();
};

const adopt = async (engine: Engine, registry: Registry, id: string): Promise<Live> => {
  const record = await engine.journal.load(id);
  const obstacle = record && registry.obstacle(record);
  if (record === undefined || obstacle !== undefined) {
    throw new RunnerError(
      "TaskDoesNotExist",
      `The execution of this token cannot be found: ${obstacle ?? id}`,
    );
  }
  if (record.status !== "RUNNING") {
    throw new RunnerError("TaskTimedOut", `The execution of this token is ${record.status}`);
  }
  return registry.adopt(engine, record);
};

export const succeedWith =
  (output: unknown) =>
  (stage: TokenStage): void => {
    stage.settled = { output: asOutput(output) };
  };

export const failWith =
  ({ error = "", cause = "" }: Pick<TaskFailure, "error" | "cause">) =>
  (stage: TokenStage): void => {
    stage.settled = { error, cause };
  };

/** Without HeartbeatSeconds there is nothing to restart, and the call only tells whether the task still waits. */
export const heartbeat = (stage: TokenStage, now: number): void => {
  if (stage.heartbeatMs !== undefined) stage.heartbeatAt = now + stage.heartbeatMs;
};

const asOutput = (output: unknown): Json => {
  const text: string | undefined = JSON.stringify(output ?? null);
  if (text === undefined || Buffer.byteLength(text, "utf8") > PAYLOAD_LIMIT) {
    throw new RunnerError("InvalidOutput", `The output must be JSON of at most ${PAYLOAD_LIMIT} bytes`);
  }
  return JSON.parse(text) as Json;
};
