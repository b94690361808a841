import { GradusError } from "@gradus/core";
import type { Options } from "../options.ts";

const isLoopback = (host: string): boolean =>
  host === "localhost" || host === "::1" || host.startsWith("127.");

/** Throws "invalid_input" if anybody on the network could operate Gradus. */
export function refuseOpenDoor({ host, publicUrl, token }: Options): void {
  if (token !== undefined) return;
  const set = "set GRADUS_TOKEN (16 characters or more)";
  if (!isLoopback(host))
    throw new GradusError(
      "invalid_input",
      `Listening on ${host} needs a token: ${set}, or leave --host out to listen on this machine only.`,
    );
  const name = publicUrl === undefined ? undefined : new URL(publicUrl).hostname.replace(/^\[|\]$/g, "");
  if (name !== undefined && !isLoopback(name))
    throw new GradusError(
      "invalid_input",
      `Being reached as ${publicUrl} needs a token, whatever asks for a password in front: ${set}, or leave --public-url (GRADUS_PUBLIC_URL) out.`,
    );
}

/** The address that people on this machine open. */
export function urlOf(host: string, port: number): string {
  const isAny = host === "0.0.0.0" || host === "::";
  return `http://${isAny ? "localhost" : inUrl(host)}:${port}`;
}

/** Host headers that are answered. Behind a token and on all addresses any: nobody can know their names. */
export function answeredHosts({ host, publicUrl, token }: Options, port: number): readonly string[] | "any" {
  if (token !== undefined && !isLoopback(host)) return "any";
  const names = [...new Set(["127.0.0.1", "localhost", "[::1]", inUrl(host)])];
  return [
    ...names.map((name) => `${name}:${port}`),
    ...(port === 80 ? names : []),
    ...(publicUrl === undefined ? [] : [new URL(publicUrl).host]),
  ];
}

const inUrl = (host: string): string => (host.includes(":") ? `[${host}]` : host);
