import { isInMap } from "./definition.ts";

/** An event of GetExecutionHistory, of any engine, as far as it is looked at. */
interface Event {
  readonly type: string;
  readonly stateEnteredEventDetails?: { readonly name: string };
  readonly taskScheduledEventDetails?: { readonly resource: string };
}

interface End {
  readonly status: string;
  readonly output?: unknown;
  readonly error?: string | undefined;
  readonly cause?: string | undefined;
}

/** How an execution went: what every engine must agree on. */
export interface Course {
  /** States in the order they were entered, without those inside a Map. */
  readonly path: string;
  /** How often each resource was called, retries and experts included. */
  readonly called: Readonly<Record<string, number>>;
  readonly end: End;
}

export function courseOf(events: readonly Event[], end: End): Course {
  const names = events.flatMap(({ stateEnteredEventDetails: details }) => details?.name ?? []);
  const called: Record<string, number> = {};
  for (const { taskScheduledEventDetails: details } of events) {
    if (details === undefined) continue;
    // A verb is called by its name on one machine, and by its function's ARN on AWS.
    const resource = details.resource.replace(/^arn:aws:lambda:.*:function:/, "");
    called[resource] = (called[resource] ?? 0) + 1;
  }
  return {
    path: names.filter((name) => !isInMap(name)).join(", "),
    called,
    end: {
      status: end.status,
      ...(end.status === "FAILED" ? { error: end.error, cause: end.cause } : { output: plain(end.output) }),
    },
  };
}

/** A value with its faults as every engine would tell them: a throw by its message, a timeout by its name. */
export function plain(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(plain);
  if (typeof value !== "object" || value === null) return value;
  const { Error: error, Cause: cause } = value as { Error?: unknown; Cause?: unknown };
  if (typeof error === "string" && typeof cause === "string") {
    if (error.startsWith("States.")) return { Error: error };
    const thrown = /^\{.*"errorMessage"/s.test(cause)
      ? (JSON.parse(cause) as { errorMessage: string }).errorMessage
      : undefined;
    return thrown === undefined ? { Error: error, Cause: cause } : { thrown };
  }
  return Object.fromEntries(Object.entries(value).map(([key, member]) => [key, plain(member)]));
}
