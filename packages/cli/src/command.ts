import type { Command } from "commander";
import { type Client, createClient } from "./client/client.ts";
import type { Env } from "./program.ts";

export interface GlobalOptions {
  url?: string;
  json?: boolean;
}

export interface Call {
  client: Client;
  /** Prints the value as JSON with --json, else the text. */
  print: (value: unknown, text: () => string) => void;
  args: string[];
  /** Text options of the command that were given. */
  option: (name: string) => string | undefined;
  options: Record<string, unknown>;
}

export const printer =
  (json: boolean) =>
  (value: unknown, text: () => string): void =>
    void process.stdout.write(`${json ? JSON.stringify(value, undefined, 2) : text()}\n`);

/** Wraps the action of a command that talks to a running Gradus. */
export function calling(env: Env, run: (call: Call) => Promise<void>) {
  return async (...received: unknown[]): Promise<void> => {
    const command = received.at(-1) as Command;
    const { url, json = false } = command.optsWithGlobals<GlobalOptions>();
    const options = command.opts<Record<string, unknown>>();
    const option = (name: string): string | undefined => {
      const value = options[name];
      return typeof value === "string" ? value : undefined;
    };
    await run({ client: createClient(env, url), print: printer(json), args: command.args, option, options });
  };
}
