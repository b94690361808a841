import { spawn } from "node:child_process";
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { SsmDocument } from "../../../packages/aws/src/ssm/documents.ts";
import type { SsmCommand, SsmOutcome, SsmTransport } from "../../../packages/aws/src/ssm/transport.ts";

/** A shell, and the programs that it finds. */
export interface Shell {
  name: string;
  command: string;
  args: readonly string[];
  argv0?: string;
  path: string;
}

export interface Agent extends SsmTransport {
  /** Every command that was run, oldest first. */
  sent: SsmCommand[];
  /** Scripts run as this user from now on. */
  user: number | undefined;
}

const STDOUT = 24_000;
const STDERR = 8_000;
const SUFFIX = "\n---Output truncated---";

/** Does with a document what Systems Manager and its agent do, on this machine: check, put in, write down, run, cut off. */
export function createAgent(documents: Readonly<Record<string, SsmDocument>>, shell: Shell): Agent {
  const agent: Agent = {
    sent: [],
    user: undefined,
    async run(command) {
      agent.sent.push(command);
      const document = documents[command.document];
      if (!document) throw new Error(`InvalidDocument: ${command.document}`);
      const script = scriptOf(document, command.parameters);
      const folder = mkdtempSync(join(tmpdir(), "gradus-agent-"));
      const file = join(folder, "_script.sh");
      writeFileSync(file, script, { mode: 0o755 });
      chmodSync(folder, 0o755);
      try {
        return await execute(file, shell, agent.user);
      } finally {
        rmSync(folder, { recursive: true, force: true });
      }
    },
  };
  return agent;
}

/** Throws for parameters that the service would not take. */
export function scriptOf(document: SsmDocument, given: Readonly<Record<string, string>>): string {
  const values: Record<string, string> = {};
  for (const name of Object.keys(given)) {
    if (!(name in document.parameters)) throw new Error(`InvalidParameters: ${name} is not known`);
  }
  for (const [name, parameter] of Object.entries(document.parameters)) {
    const value = given[name] ?? parameter.default;
    if (value === undefined) throw new Error(`InvalidParameters: ${name} is missing`);
    if (parameter.allowedValues && !parameter.allowedValues.includes(value))
      throw new Error(`InvalidParameters: ${name} may not be ${value}`);
    if (parameter.allowedPattern && !new RegExp(parameter.allowedPattern).test(value))
      throw new Error(`InvalidParameters: ${name} does not fit`);
    values[name] = value;
  }
  const lines = document.mainSteps.flatMap((step) => step.inputs.runCommand);
  const fill = (line: string): string =>
    line.replace(/\{\{\s*(\w+)\s*\}\}/g, (_, name: string) => values[name]!);
  return `${lines.map(fill).join("\n")}\n`;
}

function execute(file: string, shell: Shell, user: number | undefined): Promise<SsmOutcome> {
  return new Promise((resolve, reject) => {
    const child = spawn(shell.command, [...shell.args, file], {
      ...(shell.argv0 === undefined ? {} : { argv0: shell.argv0 }),
      ...(user === undefined ? {} : { uid: user, gid: user }),
      cwd: "/",
      env: { PATH: shell.path, HOME: "/" },
      stdio: ["ignore", "pipe", "pipe"],
    });
    const out: Buffer[] = [];
    const err: Buffer[] = [];
    child.stdout.on("data", (chunk: Buffer) => out.push(chunk));
    child.stderr.on("data", (chunk: Buffer) => err.push(chunk));
    child.once("error", reject);
    child.once("close", (code) => {
      resolve({
        status: code === 0 ? "Success" : "Failed",
        stdout: cut(Buffer.concat(out).toString("utf8"), STDOUT),
        stderr: cut(Buffer.concat(err).toString("utf8"), STDERR),
        code,
      });
    });
  });
}

const cut = (text: string, most: number): string =>
  text.length < most ? text : text.slice(0, most - SUFFIX.length) + SUFFIX;
