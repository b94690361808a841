import type { Action, Attempt, Task } from "../../api/types.ts";
import type { Carried } from "./history.ts";

/** The attempt that is under way: it travels with the workflow, and is written to the task when its outcome is known. */
export function attemptUnderWay(
  { attempts }: Pick<Task, "attempts">,
  { attempt }: Carried,
): Attempt | undefined {
  if (!isAttempt(attempt) || attempts.some((one) => one.n === attempt.n)) return undefined;
  return attempt;
}

/** The action that is about to be done, or is being done. */
export function actionOf({ proposal }: Carried): Action | undefined {
  const action = (proposal as { action?: unknown } | undefined)?.action;
  return isAction(action) ? action : undefined;
}

const isAction = (value: unknown): value is Action =>
  isRecord(value) && typeof value["runbook"] === "string" && isRecord(value["params"]);

const isAttempt = (value: unknown): value is Attempt =>
  isRecord(value) && typeof value["n"] === "number" && isAction(value["action"]);

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null;
