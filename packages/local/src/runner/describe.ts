import type { ExecutionRecord, ExecutionSummary, Frame, Stage } from "./journal.ts";
import type { Json } from "./json.ts";
import { summarise } from "./summary.ts";

/** One branch of an execution: where it is, since when, and what it waits for. */
export interface Standing {
  /** Child indexes from the root: `[1, 0]` is the first child of the second branch. */
  readonly path: readonly number[];
  readonly state: string;
  /** Epoch milliseconds. */
  readonly enteredAt: number;
  readonly stage: Exclude<Stage["kind"], "fanned">;
  readonly retryCount: number;
  /** When a wait, a pause before a retry or the life of a token is over; epoch milliseconds. */
  readonly until?: number;
}

export interface ExecutionDescription extends ExecutionSummary {
  readonly input: Json;
  readonly output?: Json;
  readonly error?: string;
  readonly cause?: string;
  /** The branches under way; empty once it has ended. */
  readonly standing: readonly Standing[];
}

export const describe = (record: ExecutionRecord): ExecutionDescription => {
  const { input, output, error, cause, root } = structuredClone(record);
  return {
    ...summarise(record),
    input,
    ...(output === undefined ? {} : { output }),
    ...(error === undefined ? {} : { error }),
    ...(cause === undefined ? {} : { cause }),
    standing: root === undefined ? [] : standing(root, []),
  };
};

const standing = (frame: Frame, path: readonly number[]): Standing[] => {
  const { stage, state, enteredAt, retryCount } = frame;
  if (stage.kind === "fanned") {
    return stage.children.flatMap((child, i) =>
      child.status === "running" ? standing(child.frame, [...path, i]) : [],
    );
  }
  const until = untilOf(stage);
  return [
    { path, state, enteredAt, stage: stage.kind, retryCount, ...(until === undefined ? {} : { until }) },
  ];
};

const untilOf = (stage: Stage): number | undefined => {
  if (stage.kind === "waiting" || stage.kind === "backoff") return stage.until;
  return stage.kind === "token" ? stage.timeoutAt : undefined;
};
