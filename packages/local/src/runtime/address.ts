import { GradusError } from "@gradus/core";
import type { Options } from "../options.ts";

const isLoopback = (host: string): boolean =>
  host === "localhost" || host === "::1" || host.startsWith("127.");

/** Throws "invalid_input" if anybody on the network could operate Gradus. */
export function refuseOpenDoor({ host, token }: Options): void {
  if (token !== undefined || isLoopback(host)) return;
  throw new GradusError(
    "invalid_input",
    `Listening on ${host} needs a token: set GRADUS_TOKEN (16 characters or more), or leave --host out to listen on this machine only.`,
  );
}

/** The address that people on this machine open. */
export function urlOf(host: string, port: number): string {
  const isAny = host === "0.0.0.0" || host === "::";
  return `http://${isAny ? "localhost" : inUrl(host)}:${port}`;
}

/** Host headers that are answered. Behind a token and on all addresses any: nobody can know their names. */
export function answeredHosts({ host, token }: Options, port: number): readonly string[] | "any" {
  if (token !== undefined && !isLoopback(host)) return "any";
  const names = [...new Set(["127.0.0.1", "localhost", "[::1]", inUrl(host)])];
  return [...names.map((name) => `${name}:${port}`), ...(port === 80 ? names : [])];
}

const inUrl = (host: string): string => (host.includes(":") ? `[${host}]` : host);
