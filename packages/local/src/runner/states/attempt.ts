import type { Json } from "../json.ts";
import type { TaskState } from "../load/machine.ts";

/** One attempt of a Task as it was scheduled. */
export interface Attempt {
  readonly state: TaskState;
  readonly payload: Json;
  readonly token: string | undefined;
  readonly timeoutMs: number | undefined;
  readonly heartbeatMs: number | undefined;
}

/** `arn:partition:service:…` → the service, as AWS names resource types. */
export const resourceOf = ({ resource }: TaskState) => {
  const [, , service] = resource.split(":");
  return { resource, resourceType: service ?? "task" };
};
