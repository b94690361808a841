import type { Control, Target } from "@gradus/core";
import type { Ask } from "./ask.ts";

/**
 * Whether the deployed targets declare what is asked for: a health check (address and method, or host and port) or a metrics
 * page. Of discovered targets there is no file: a GET to where the guard lets us through can do no harm.
 */
export function isDeclared(ask: Ask, targets: readonly Target[]): boolean {
  switch (ask.kind) {
    case "page":
      return targets.some(({ metrics }) => metrics?.url === ask.url);
    case "check": {
      const { check } = ask;
      if (ask.discovered && check.kind === "http" && check.method === "GET") return true;
      return targets.some(({ health }) => health.some((one) => isSame(one, check)));
    }
    default:
      return ask satisfies never;
  }
}

type Check = Target["health"][number];

function isSame(one: Check, other: Check): boolean {
  if (one.kind === "http" && other.kind === "http")
    return one.url === other.url && one.method === other.method;
  return one.kind === "tcp" && other.kind === "tcp" && one.host === other.host && one.port === other.port;
}

export type HttpControl = Extract<Control, { kind: "http" }>;

/** The HTTP control with that address and method that a target declares; undefined if none does. */
export const declaredControl = (
  asked: { url: string; method: string },
  targets: readonly Target[],
): HttpControl | undefined =>
  targets
    .flatMap(({ controls }): Array<Control | undefined> => Object.values(controls))
    .filter((one): one is HttpControl => one?.kind === "http")
    .find(({ url, method }) => url === asked.url && method === asked.method);
