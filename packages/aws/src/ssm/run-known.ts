import { constants } from "node:os";
import { GradusError, type Host, type RunResult } from "@gradus/core";
import { type Answer, fieldsOf, unpack } from "./answer.ts";
import { isKnown, keyOf, type KnownCommand, type KnownCommands } from "./commands.ts";

const TIMEOUT_MS = 30_000;
const MAX_OUTPUT = 64 * 1_024;

/** Sends a command of the table: `seconds` is how long it may take on the machine. */
export type SendKnown = (
  kind: keyof KnownCommands,
  words: ReadonlyArray<string | number>,
  seconds: number,
) => Promise<Answer>;

/**
 * Commands are only run if they stand in the tables that the documents were made of. `most` output comes back, less where it
 * cannot be packed: 11.5 KB at least. An end by a signal is told from the exit code, as a shell tells it (128 and its number).
 */
export const runOver =
  (send: SendKnown, commands: KnownCommands, mayAct: boolean): Host["run"] =>
  async (argv, options = {}) => {
    const command: KnownCommand = options.cwd === undefined ? { argv } : { argv, cwd: options.cwd };
    const what = argv.join(" ");
    if ((argv[0] ?? "") === "") throw new GradusError("invalid_input", "the command is empty");
    if (options.env)
      throw new GradusError("forbidden", `${what}: no environment is handed over to a machine`);
    const kind = isKnown(commands.observe, command) ? "observe" : "act";
    if (kind === "act" && !isKnown(commands.act, command))
      throw new GradusError("forbidden", `${what}: not among the commands of targets.yaml`);
    if (kind === "act" && !mayAct)
      throw new GradusError("forbidden", `${what}: only looking is allowed here`);
    const seconds = Math.max(1, Math.ceil((options.timeoutMs ?? TIMEOUT_MS) / 1_000));
    const most = Math.min(options.maxOutput ?? MAX_OUTPUT, MAX_OUTPUT);
    const fields = fieldsOf(await send(kind, [seconds, most, ...keyOf(command)], seconds), what);
    if (!fields) throw new GradusError("not_found", `${what}: no such program, or no such folder`);
    return resultOf(fields);
  };

function resultOf([status, late, stdout, stderr]: readonly string[]): RunResult {
  const code = Number(status);
  const signal = code > 128 ? signals.get(code - 128) : undefined;
  return {
    code: signal === undefined ? code : null,
    signal: signal ?? null,
    stdout: unpack(stdout).toString("utf8"),
    stderr: unpack(stderr).toString("utf8"),
    timedOut: late === "1",
  };
}

const signals = new Map(Object.entries(constants.signals).map(([name, number]) => [number, name]));
