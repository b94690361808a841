import { execFileSync } from "node:child_process";
import { chmodSync, existsSync, mkdirSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import type { Host } from "@gradus/core";
import { createLocalHost } from "@gradus/targets";
import { describe } from "vitest";
import type { KnownCommand, KnownCommands } from "../../../packages/aws/src/ssm/commands.ts";
import { actDocument, observeDocument } from "../../../packages/aws/src/ssm/documents.ts";
import { createSsmHost, type SsmHostOptions } from "../../../packages/aws/src/ssm/host.ts";
import { tempDir } from "../../../packages/targets/test/support/temp.ts";
import { type Agent, createAgent, type Shell } from "./agent.ts";

export const NOBODY = 65_534;

export interface Adapter {
  host: Host;
  /** Runs something while the host has no more rights than an ordinary user. */
  asNobody: <T>(action: () => Promise<T>) => Promise<T>;
  /** How exactly start times come out, milliseconds. */
  startTolerance: number;
}

/** What the documents of the contract let run, beside what acts. */
export const looking: KnownCommand[] = [
  { argv: ["printf", "%s|", "$HOME", "; ls", "a b", "", 'it\'s `x` "y"\n'], cwd: "/usr" },
  { argv: ["env"] },
  { argv: ["sh", "-c", "kill -s KILL $$"] },
  { argv: ["sh", "-c", "sleep 300 & echo $!; wait"] },
  { argv: ["sh", "-c", "(sleep 2; echo late; sleep 0.2) & echo $!"] },
  { argv: ["sh", "-c", "yes | head -c 1000000; echo end >&2; exit 4"] },
  { argv: ["/no/such/command"] },
  { argv: ["no-such-command"] },
  { argv: ["/etc/passwd"] },
  { argv: ["pwd"], cwd: "/usr" },
];
export const acting: KnownCommand[] = [
  { argv: ["printf", "acted"] },
  { argv: ["printf", "%s", "<version>"] },
];
const contract: KnownCommands = { observe: looking, act: acting };

const PATH = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";

/** The shells of this machine: as the agent calls it, as where sh is bash, and with nothing but busybox. */
export function shells(): Shell[] {
  const found: Shell[] = [{ name: "sh", command: "sh", args: ["-c"], path: PATH }];
  const bash = which("bash");
  if (bash) found.push({ name: "bash as sh", command: bash, args: [], argv0: "sh", path: PATH });
  const busybox = which("busybox");
  if (busybox) {
    const path = tempDir("busybox");
    const names = execFileSync(busybox, ["--list"], { encoding: "utf8" }).trim().split("\n");
    mkdirSync(join(path, "bin"));
    chmodSync(path, 0o755);
    for (const name of names) symlinkSync(busybox, join(path, "bin", name));
    found.push({ name: "busybox", command: join(path, "bin/sh"), args: [], path: join(path, "bin") });
  }
  return found;
}

function which(name: string): string | undefined {
  const folders = (process.env["PATH"] ?? PATH).split(":");
  return folders.map((folder) => join(folder, name)).find((file) => existsSync(file));
}

export interface SsmAdapter extends Adapter {
  agent: Agent;
}

export function openSsm(
  shell: Shell,
  options: Partial<SsmHostOptions> = {},
  commands: KnownCommands = contract,
): SsmAdapter {
  const documents = { look: observeDocument(commands.observe), act: actDocument(commands.act) };
  const agent = createAgent(documents, shell);
  const host = createSsmHost({
    instance: "i-0123456789abcdef0",
    transport: agent,
    documents: { observe: "look", act: "act" },
    commands,
    clock: { now: () => Date.now() },
    pause: (ms) => sleep(ms),
    gatherMs: 2,
    ...options,
  });
  const asNobody = async <T>(action: () => Promise<T>): Promise<T> => {
    agent.user = NOBODY;
    try {
      return await action();
    } finally {
      agent.user = undefined;
    }
  };
  return { host, agent, asNobody, startTolerance: 1_010 };
}

function openLocal(): Adapter {
  const asNobody = async <T>(action: () => Promise<T>): Promise<T> => {
    process.seteuid?.(NOBODY);
    try {
      return await action();
    } finally {
      process.seteuid?.(0);
    }
  };
  return { host: createLocalHost({ env: { PATH } }), asNobody, startTolerance: 60 };
}

/** Runs a suite over the local host and the one behind Systems Manager, this with each shell. */
export function overHosts(suite: (adapter: Adapter) => void): void {
  describe("on this machine", () => suite(openLocal()));
  describe.each(shells())("over Systems Manager, with $name", (shell) => suite(openSsm(shell)));
}
