import type { Command } from "commander";
import { type Client, createClient } from "./client/client.ts";
import type { Env } from "./program.ts";

interface GlobalOptions {
  url?: string;
  json?: boolean;
}

export interface Call {
  client: Client;
  /** Prints the value as JSON with --json, else the text. */
  print(value: unknown, text: () => string): void;
}

/** Wraps the action of a command that talks to a running Gradus. */
export function calling(
  env: Env,
  run: (call: Call, args: string[], options: Record<string, unknown>) => Promise<void>,
) {
  return async (...received: unknown[]): Promise<void> => {
    const command = received.at(-1) as Command;
    const { url, json } = command.optsWithGlobals<GlobalOptions>();
    const print = (value: unknown, text: () => string): void => {
      process.stdout.write(json ? `${JSON.stringify(value, undefined, 2)}\n` : `${text()}\n`);
    };
    await run({ client: createClient(env, url), print }, command.args, command.opts());
  };
}
